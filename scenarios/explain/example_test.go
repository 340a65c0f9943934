package explain

import (
	"testing"

	"pawl/engine/example"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// TestAnotherEngine: of an engine that is made of nothing of the reference the guards at its
// ports are tried. With its last mistake left in, the guard is named by which its author has
// mended that.
func TestAnotherEngine(t *testing.T) {
	for _, c := range []struct {
		fix  example.Fix
		want string
	}{{example.StopsSealingFirst, "port.mints-under-one-name"}, {example.Naive, "port.worker-compares-what-it-read"}} {
		e := example.Engine(c.fix)
		w := wrong.Engine{Engine: e, MustFire: []string{"S1", "S2", "S3", "S4", "S5", "S7", "S8"}}
		runner := scenarios.On(cluster.Simulated{})
		k, err := campaign.Hunt{Runner: runner, Engine: e, MustFire: w.MustFire, Seed: 1, MaxRuns: 300}.Random(t.Context())
		r := kept(t, runner, &w, k, err)
		if r == nil {
			t.Fatalf("%s is not caught, error %v", e.Name, err)
		}
		q := Puzzle{Runner: runner, Repro: r, Engine: e, Runs: 300}
		a, is, err := q.begin(t.Context())
		if err != nil || !is {
			t.Fatal(err)
		}
		a.tellFaultFree(t.Context())
		a.drawnAgain(t.Context())
		a.othersThatFail(t.Context())
		a.tellGuards(t.Context())
		if len(a.r.Guards) == 0 || a.r.Guards[0].Name != c.want || !a.r.Guards[0].Mends() {
			t.Errorf("fix %d, by %s: %+v, want %s first", c.fix, a.lab.id, a.r.Guards, c.want)
		}
	}
}
