package main

import (
	"testing"

	"pawl/scenarios/campaign"
)

// What the page says of each of dex's engines.
func TestStanding(t *testing.T) {
	for _, e := range Engines() {
		campaign.Stands(t, campaign.Campaign{Engine: e, Home: day, Seed: 2, Runs: 20})
	}
}
