package main

import (
	"slices"
	"testing"

	"pawl/scenarios/campaign"
)

// How long random days are looked through for the defects: of each seed so many at most.
const (
	sightSeeds = 20
	sightDays  = 150
	forcedDays = 15
)

// TestSightings: how soon random days come to each defect, as the page says.
func TestSightings(t *testing.T) {
	var all []campaign.Misdeed
	for _, d := range defects {
		all = append(all, d.Misdeed)
	}
	campaign.Sights(t, campaign.Campaign{Engine: Engine(), Home: day, Jobs: 1}, sightSeeds, sightDays, all, told)
}

// TestSightingsOfForced: the same where rotations are forced often, and revoked.
func TestSightingsOfForced(t *testing.T) {
	at := slices.IndexFunc(defects, func(d defect) bool { return d.Name == preparedOver })
	campaign.Sights(t, campaign.Campaign{Engine: Distrusting(), Home: day, Jobs: 1}, sightSeeds, forcedDays, []campaign.Misdeed{
		defects[at].Misdeed,
		{Name: wentBack, Breaks: []string{"S2"}, Shown: "TestForcedInVain"},
	}, told)
}
