package main

import (
	"slices"
	"testing"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// TestCampaign: random days find what SPIRE does wrong without a hint, and nothing that only
// the adapter could have done: material that is another's, a number used twice, a panic. It is
// what the page says of SPIRE.
func TestCampaign(t *testing.T) {
	findsSome(t, stands(t, campaign.Campaign{Engine: Engine(), Home: day, Seed: 1, Runs: 120}))
}

// TestForcedCampaign: the same where rotations are forced often, and revoked.
func TestForcedCampaign(t *testing.T) {
	findsSome(t, stands(t, campaign.Campaign{Engine: Distrusting(), Home: day, Seed: 1, Runs: 40}))
}

// TestDownstreamCampaign: the same with an upstream authority, in as few days as it takes that long for.
func TestDownstreamCampaign(t *testing.T) {
	stands(t, campaign.Campaign{Engine: Downstream(), Home: day, Seed: 1, Runs: 30, Jobs: 1})
}

func findsSome(t *testing.T, f *campaign.Findings) {
	t.Helper()
	if f.Outcomes[scenarios.Violated] == 0 {
		t.Errorf("nothing is wrong in %d days", f.Runs)
	}
}

func stands(t *testing.T, c campaign.Campaign) *campaign.Findings {
	t.Helper()
	f := campaign.Stands(t, c)
	if f.Outcomes[scenarios.Passed] == 0 || f.Outcomes[scenarios.Violated]+f.Outcomes[scenarios.Passed] != f.Runs {
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
	return f
}
