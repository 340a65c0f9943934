package main

import (
	"slices"
	"testing"

	"pawl/scenarios/campaign"
)

// How long random days are looked through for the defects: of each seed so many at most.
const (
	sightSeeds = 20
	sightDays  = 120
	forcedDays = 15

	// A day with an upstream authority takes as long as many without.
	downstreamSeeds = 10
	downstreamDays  = 3
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

// TestSightingsDownstream: the same with an upstream authority.
func TestSightingsDownstream(t *testing.T) {
	of := func(name string) campaign.Misdeed {
		return defects[slices.IndexFunc(defects, func(d defect) bool { return d.Name == name })].Misdeed
	}
	campaign.Sights(t, campaign.Campaign{Engine: Downstream(), Home: day, Jobs: 1}, downstreamSeeds, downstreamDays, []campaign.Misdeed{
		{Name: upstreamAway, Breaks: both, Shown: "TestUpstreamAway"},
		of(preparedOver), of(wasAway), of(withoutKeys), // of JWT keys
	}, told)
}
