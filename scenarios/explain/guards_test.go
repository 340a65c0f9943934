package explain

import (
	"slices"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// TestEveryPartHasWords: a guard without a name in words is of no use.
func TestEveryPartHasWords(t *testing.T) {
	used := map[string]bool{}
	for _, p := range reference.Parts() {
		if partText(p) == "" {
			t.Errorf("%s has no words", p)
		}
		used[p.String()], used[p.Name] = true, true
	}
	for name := range partWords {
		if !used[name] {
			t.Errorf("%q has words, and is no part", name)
		}
	}
}

// standard is a standard run by a seed, of an engine.
func standard(e engine.Engine, seed uint64) scenarios.Case {
	c := campaign.Campaign{Runner: scenarios.On(cluster.Simulated{}), Engine: e, Seed: seed, Runs: 1}
	return c.Case(0)
}

// TestNothingIsMissingInTheReference: the right engine is like itself, is the same run with a
// look at it, and stays so with everything put back.
func TestNothingIsMissingInTheReference(t *testing.T) {
	runner := scenarios.On(cluster.Simulated{})
	plain, err := runner.Run(t.Context(), standard(reference.Engine(), 5))
	if err != nil {
		t.Fatal(err)
	}
	s := &spied{}
	seen, err := runner.Run(t.Context(), standard(s.in(reference.Engine()), 5))
	if err != nil || seen.Hash != plain.Hash {
		t.Errorf("it is another run when it is looked at, error %v", err)
	}
	if all := slices.Concat(s.compares(), s.guards(), s.views()); len(all) > 0 {
		t.Errorf("missing in the reference: %v", all[0].name)
	}
	back, err := runner.Run(t.Context(), standard(reference.PutBackIn(reference.Engine(), reference.Parts()), 5))
	if err != nil || back.Hash != plain.Hash {
		t.Errorf("it is another run with all parts put back, error %v", err)
	}
}

// TestPutBackIsTheReference: a wrong engine with all of its changes put back makes the run of
// the reference, whatever kind of change it is.
func TestPutBackIsTheReference(t *testing.T) {
	runner := scenarios.On(cluster.Simulated{})
	plain, err := runner.Run(t.Context(), standard(reference.Engine(), 7))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"no-drain", "cached-record", "lease-without-fence", "short-overlap", "obeys-anybody", "lease-clock-too-long", "rewind-unnoticed"} {
		w, _ := wrong.Find(name)
		s := &spied{}
		if _, err := runner.Run(t.Context(), standard(s.in(w.Engine), 7)); err != nil {
			t.Fatal(err)
		}
		if len(s.parts) == 0 {
			t.Errorf("%s: nothing is changed", name)
		}
		o, err := runner.Run(t.Context(), standard(reference.PutBackIn(w.Engine, s.parts), 7))
		if err != nil || o.Hash != plain.Hash {
			t.Errorf("%s with %v put back is not the reference, error %v", name, s.parts, err)
		}
	}
}

// TestLossesAreNamed: which conditions some engines drop, one by one.
func TestLossesAreNamed(t *testing.T) {
	for name, want := range map[string]string{"cached-record": "node.env.Store/stamp/record", "check-then-act-admission": "worker.env.Store/INTENT/window", "stale-read": "worker.env.Store/barrier/now"} {
		w, _ := wrong.Find(name)
		s := &spied{}
		if _, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), standard(s.in(w.Engine), 7)); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(s.compares(), func(g guard) bool { return g.name == want }) {
			t.Errorf("%s: %v, want %s", name, s.losses, want)
		}
	}
}

// mendedAtPorts are bugs that are planted at ports, and the guard that is their opposite.
var mendedAtPorts = map[string]string{
	"mints-twice":            "port.mints-once",
	"mints-again":            "port.mints-once",
	"reads-the-past":         "port.reads-the-present",
	"node-compares-nothing":  "port.node-compares-the-record",
	"takes-unknown-for-done": "port.reads-back",
}

// TestGuardsAtPortsMend: with a bug planted at the ports of the reference, by which runs fail,
// most of them do not with the guard that is its opposite; and the guard alone breaks nothing.
func TestGuardsAtPortsMend(t *testing.T) {
	runner := scenarios.On(cluster.Simulated{})
	all := guardsAtPorts()
	guardOf := func(name string) guard {
		return all[slices.IndexFunc(all, func(g guard) bool { return g.name == name })]
	}
	for name, with := range mendedAtPorts {
		t.Run(name, func(t *testing.T) {
			bug, _ := planted.Find(name)
			g := guardOf(with)
			failed, mended := 0, 0
			for seed := uint64(1); seed <= 120 && failed < 3; seed++ {
				o, err := runner.Run(t.Context(), standard(bug.In(reference.Engine(), nil), seed))
				if err != nil {
					t.Fatal(err)
				}
				fired := o.Fired()
				o.LetGo()
				if len(fired) == 0 {
					continue
				}
				failed++
				if o, err = runner.Run(t.Context(), standard(g.in(bug.In(reference.Engine(), nil)), seed)); err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(o.Fired(), fired[0]) {
					mended++
				}
				o.LetGo()
			}
			if failed == 0 || 2*mended <= failed {
				t.Errorf("%s mends %d of %d", with, mended, failed)
			}
		})
	}
	for _, g := range all {
		if g.text == "" || strings.HasSuffix(g.text, ".") {
			t.Errorf("%s: %q is no name in words", g.name, g.text)
		}
	}
}
