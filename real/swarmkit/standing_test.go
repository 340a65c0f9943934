package main

import (
	"testing"

	"pawl/scenarios/campaign"
)

// TestStanding: what the page says of swarmkit, with agents of either kind.
func TestStanding(t *testing.T) {
	for _, e := range both {
		campaign.Stands(t, campaign.Campaign{Engine: e, Home: days, Seed: 2, Runs: 60})
	}
}
