package example_test

import (
	"slices"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine/example"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// fails is by what each step before the last is caught.
var fails = map[example.Fix][]string{
	example.Naive:               {"S1", "S4"},
	example.ComparesTheDocument: {"S12", "S14"},
	example.WaitsForEveryNode:   {"S2"},
	example.StopsSealingFirst:   {"S7"},
}

// TestEachFixIsNeeded: every step fails but the last, each by what the next one mends.
func TestEachFixIsNeeded(t *testing.T) {
	for _, f := range example.Fixes() {
		must := fails[f]
		if f == example.Last {
			continue
		}
		h := campaign.Hunt{Runner: scenarios.On(cluster.Simulated{}), Engine: example.Engine(f), MustFire: must, Seed: 1, MaxRuns: 100}
		k, err := h.Random(t.Context())
		if err != nil || !k.Caught {
			t.Errorf("step %d was not caught by any of %v in %d runs, but by %v; error %v", f, must, k.Runs, k.CaughtBy, err)
		}
		t.Logf("step %d: by %v after %d runs", f, k.CaughtBy, k.Runs)
		if after := fails[f+1]; slices.Equal(after, must) {
			t.Errorf("step %d fails by what step %d does", f+1, f)
		}
	}
}

// TestItPasses is what somebody with such an engine writes.
func TestItPasses(t *testing.T) {
	runs, bugs := campaign.Runs(10), campaign.Bugs(3)
	must := []string{"worker-compares-nothing", "mints-twice"}
	if lengthy.Wanted() {
		runs, bugs = campaign.Runs(60), campaign.Bugs(20)
		must = append(must, "reads-the-past", "destroys-early", "takes-refused-for-done", "forgets-a-node") // the last two are seldom made, or seldom seen
	}
	campaign.Check(t, example.Engine(example.Last), runs, bugs, campaign.MustCatch(must...))
}

// TestWhereItFailed: random runs that it once did not come through, each one in thousands.
func TestWhereItFailed(t *testing.T) {
	for what, c := range map[string]scenarios.Case{
		"rotations close together put an old version's end off":   {Seed: 3283, Turn: deploy.Turn{Campaign: 5, N: 3283}},
		"what an act had read of a halt its owner's part ignored": {Seed: 17704829745477989950, Turn: deploy.Turn{Campaign: 5, N: 437}},
	} {
		c.Engine = example.Engine(example.Last)
		o, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), c)
		if err != nil || o.Verdict() != scenarios.Passed {
			t.Errorf("%s: %v, %v, %v", what, o.Verdict(), o.Report.Violations(), err)
		}
	}
}
