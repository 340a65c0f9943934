package faults

import (
	"slices"
	"strings"
	"testing"
)

// own is the space of an engine with steps of its own.
func own() Space {
	s := standard
	s.Keys, s.Steps = []string{"orders", "refunds", "stock"}, []string{"mint", "verify", "commit"}
	return s
}

// TestRelapses wants, in the turns that have them, relapses of two keys, each in the order in which a run
// comes to it; all that can come first before any of it comes again; and all that can come then.
func TestRelapses(t *testing.T) {
	s, firsts, thens := own(), map[string]int{}, map[string]int{}
	for n := range 8 * seeds {
		if n%8 < 4 || n%8 > 6 {
			continue
		}
		var first Event
		keys := map[string]int{}
		for _, e := range rollTurn(All, n, s) {
			checkEncounter(t, e, s)
			if step, _, _ := strings.Cut(e.On, "."); !slices.Contains(s.Steps, step) || e.Target != actor {
				t.Errorf("run %d: %q is not at a step of the engine's", n, e)
			}
			if keys[e.When.Key]++; keys[e.When.Key] == 1 {
				first = e
				firsts[e.Kind+" "+e.On]++
				continue
			}
			checkRelapse(t, first, e)
			thens[first.Kind+" "+e.Kind+" "+e.On]++
		}
		if len(keys) != mostRelapses {
			t.Fatalf("run %d is about %v", n, keys)
		}
	}
	most, least := 0, seeds
	for _, n := range firsts {
		most, least = max(most, n), min(least, n)
	}
	if want := len(s.Steps) * (3 + 1 + 1 + 1); len(firsts) != want || most-least > 1 {
		t.Errorf("%d firsts, want %d; from %d to %d of each", len(firsts), want, least, most)
	}
	if want := len(s.Steps) * (4 + 1 + 3*4); len(thens) != want {
		t.Errorf("%d come then, want %d: %v", len(thens), want, thens)
	}
}

// checkRelapse wants what comes then to be of the same key, and to come after what was first: of the same
// step where somebody ended, and else a start in a later rotation.
func checkRelapse(t *testing.T, first, then Event) {
	t.Helper()
	was, _ := MeaningOf(first.On)
	now, _ := MeaningOf(then.On)
	ended := first.Kind == crash.Name
	switch {
	case first.When.Key != then.When.Key, then.Nth < first.Nth, then.Nth == first.Nth && now <= was:
		t.Errorf("%q does not come after %q", then, first)
	case ended && stepOf(first.On) != stepOf(then.On), !ended && (then.Kind != crash.Name || then.Nth == first.Nth):
		t.Errorf("%q after %q", then, first)
	}
}

// TestNoRelapses where nothing may wait for a moment, or only some kinds may come.
func TestNoRelapses(t *testing.T) {
	unmeant, some := own(), own()
	unmeant.Meanings, some.Kinds = []Moment{}, []string{crash.Name}
	for n := range 80 {
		for _, e := range slices.Concat(rollTurn(All, n, unmeant), rollTurn(All, n, some)) {
			if e.Kind != crash.Name && e.On != "" {
				t.Errorf("run %d: %q", n, e)
			}
		}
	}
}
