package main

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// What goes wrong in random days, by hypothesis of the page.
const (
	numberAgain = "1c, a new leader takes a lamport time again"
	cutOff      = "6, an agent that was cut off over two rotations has not the primary key"
	twoAhead    = "1a and 1b, after a dropped proposal the next rotation is two keys ahead"
)

// shows tells what a day shows. A number that is taken twice is S7. Texts that are not opened are
// laid to an agent that was cut off only where no rotation's proposal came to nothing: where one
// did, it may as well be that the ring went two keys ahead, and it is not told.
func shows(o *scenarios.Outcome) (names []string) {
	fired := o.Fired()
	if slices.Contains(fired, "S7") {
		names = append(names, numberAgain)
	}
	if (slices.Contains(fired, "S3") || slices.Contains(fired, "S5")) && !slices.ContainsFunc(o.Past.Asks, cameToNothing) {
		names = append(names, cutOff)
	}
	return names
}

// cameToNothing says of a request that it is a rotation's proposal, and was not done.
func cameToNothing(a checker.Ask) bool { return a.Step == "commit" && a.Reply != checker.Done }

// TestSightings: how soon random days come to what is wrong, as the page says.
func TestSightings(t *testing.T) {
	for _, e := range []engine.Engine{Engine(), Docker()} {
		shown := "TestDroppedProposal"
		if e.Name == Docker().Name {
			shown = "TestDroppedProposalLibnetwork"
		}
		campaign.Sights(t, campaign.Campaign{Engine: e, Home: days, Jobs: 1}, 20, 60, []campaign.Misdeed{
			{Name: twoAhead, Breaks: []string{"S3", "S5"}, Alike: "6", Shown: shown},
			{Name: numberAgain, Breaks: []string{"S7"}, Shown: "TestNumberAgain"},
			{Name: cutOff, Breaks: []string{"S3", "S5"}, Design: "by the number of keys", Shown: "TestCutOff"},
		}, shows)
	}
}

// TestShows: days of which it is known what went wrong are told so, and one that may be either is
// not told.
func TestShows(t *testing.T) {
	for _, e := range both {
		for _, c := range []struct {
			events []string
			want   []string
		}{
			{[]string{"partition node/a1 from store at 14h for 26h"}, []string{cutOff}},
			{[]string{"crash actor on commit.due #2 for 1h"}, []string{numberAgain}},
			{[]string{dropped, "partition node/a1 from store at 14h for 26h"}, nil},
			{nil, nil},
		} {
			r := run(t, with(t, e, 1, c.events...))
			if got := shows(&r.Outcome); !slices.Equal(got, c.want) {
				t.Errorf("%s, %v: %q, want %q", e.Name, c.events, got, c.want)
			}
		}
	}
}
