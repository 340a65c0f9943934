package keys_test

import (
	"slices"
	"testing"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
	"pawl/engine/keys/trial"
)

// TestConforms is without trouble.
func TestConforms(t *testing.T) {
	conform.Run(t, func(t *testing.T) keyservice.Backend {
		under := trial.NewMemory()
		return trial.OnFile(t, func() (keys.Backend, error) { return under, nil })
	}, keyservice.All)
}

// farthest is more steps than the first calls of a body take.
const farthest = 60

// often is how many steps lie between two troubles. It leaves room for a start and a call, and
// has no divisor in common with what these take.
const often = 43

// troubles are all that can come: to each step, and with each thing that a crash may leave.
func troubles() (all []trial.Ordeal) {
	for first := 1; first <= farthest; first++ {
		for _, keeps := range []trial.Kept{trial.Nothing, trial.Half, trial.All} {
			all = append(all, trial.Ordeal{First: first, Every: often, Dies: true, Keeps: keeps})
		}
		for second := range 6 { // into what is done about the first
			for _, dies := range []bool{true, false} {
				all = append(all, trial.Ordeal{First: first, Second: second, Every: often, Dies: dies, Keeps: trial.Half})
			}
		}
	}
	return all
}

// TestConformsInTrouble: whenever the process dies, or a step fails, whoever asks again is
// answered as if nothing had been.
func TestConformsInTrouble(t *testing.T) {
	came := map[string]int{}
	for _, p := range keyservice.All {
		all := troubles()
		if p.Name == "random" { // which takes its time, and is somewhere else in each program
			all = slices.DeleteFunc(all, func(w trial.Ordeal) bool { return w.First != 17 })
		}
		t.Run(p.Name, func(t *testing.T) {
			for _, trouble := range all {
				said := conform.Complaints(p, func() keyservice.Backend {
					r := trial.InTrouble(t, trouble, trial.NewMemory())
					t.Cleanup(func() { add(came, r.Came()) })
					return r
				})
				if len(said) > 0 {
					t.Fatalf("%+v: %s", trouble, said[0])
				}
			}
		})
	}
	for _, what := range []string{"a write", "a sync", "a cut", "making", "printing", "wrapping", "unwrapping", "destroying"} {
		if came["before "+what] == 0 || came["after "+what] == 0 {
			t.Errorf("no trouble came before %s, or none after", what)
		}
	}
	t.Log(came)
}

func add(all, more map[string]int) {
	for what, n := range more {
		all[what] += n
	}
}

// TestLostSyncsAreFound: the bodies find a disk that only says that it syncs.
func TestLostSyncsAreFound(t *testing.T) {
	for _, p := range keyservice.All {
		if p.Name == "answers are durable" || p.Name == "tombstone" || p.Name == "fence/of a create" {
			if len(conform.Complaints(p, func() keyservice.Backend {
				return trial.InTrouble(t, trial.Ordeal{First: 1e9, Deaf: true}, trial.NewMemory())
			})) == 0 {
				t.Errorf("%q finds nothing wrong", p.Name)
			}
		}
	}
}

// TestNothingIsLeft: whenever the process dies, what is destroyed in the end has no key in the
// back end any more, and no operation ever had two.
func TestNothingIsLeft(t *testing.T) {
	for _, trouble := range troubles() {
		under := trial.NewMemory()
		r := trial.InTrouble(t, trouble, under)
		for _, op := range []string{"a", "b"} {
			if _, err := r.Create(engine.Create{Op: op, Key: "k", Version: 1, Fence: 1}); err != nil {
				t.Fatalf("%+v: %v", trouble, err)
			}
			if err := r.Destroy(op, "k", 1, 1); err != nil {
				t.Fatalf("%+v: %v", trouble, err)
			}
			if made, found, err := r.Lookup(op); err != nil || !found || !made.Destroyed {
				t.Fatalf("%+v: %+v, %v, %v", trouble, made, found, err)
			}
		}
		if there, made := under.Count(); there != 0 || made != 2 {
			t.Fatalf("%+v: the back end has %d keys, and has made %d", trouble, there, made)
		}
	}
}
