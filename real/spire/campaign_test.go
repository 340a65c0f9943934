package main

import (
	"slices"
	"testing"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// TestCampaign: random days find what SPIRE does wrong without a hint, and nothing that only
// the adapter could have done: material that is another's, a number used twice, a panic.
func TestCampaign(t *testing.T) {
	c := campaign.Campaign{Runner: scenarios.On(cluster.Simulated{}), Engine: Engine(), Home: day, Seed: 1, Runs: 120}
	f, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if f.Outcomes[scenarios.Violated] == 0 || f.Outcomes[scenarios.Passed] == 0 || f.Outcomes[scenarios.Violated]+f.Outcomes[scenarios.Passed] != f.Runs {
		t.Errorf("what became of %d days: %v", f.Runs, f.Outcomes)
	}
	for _, x := range f.Inconsistent {
		t.Errorf("not the same when it was made again: %+v", x)
	}
	for _, x := range f.Failures {
		for _, broken := range x.Violated {
			if !slices.Contains([]string{"S2", "S3", "S5"}, broken.Invariant) {
				t.Errorf("run %d: %s, %s", x.Run, broken.Invariant, broken.Violation.Detail)
			}
		}
	}
}

// TestStanding: what the page says of SPIRE.
func TestStanding(t *testing.T) {
	campaign.Stands(t, campaign.Campaign{Engine: Engine(), Home: day, Seed: 2, Runs: 60})
}
