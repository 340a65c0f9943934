package main

import (
	"slices"
	"testing"
	"time"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/deploy"
)

// What goes wrong in random days, by row of the page.
const (
	rowSignsAtOnce  = "1, a new key signs at once when it is published"
	rowSignsWithOld = "3, a server that is behind signs with the old key"
	rowDoesNotTell  = "3a, a server that is behind does not tell of the new key"
	rowDropped      = "4, a key is dropped before its last token has ended"
)

// Each is told by what those who lacked a key had seen: of a key set from before the key signed,
// the first; of one that they asked for when it had just begun to sign, the third; of one that
// they asked for when it had long ceased to, the last.
func told(o *scenarios.Outcome) (names []string) {
	see := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if slices.Contains(o.Fired(), "S2") {
		see(rowSignsWithOld)
	}
	first, last := map[uint32]time.Duration{}, map[uint32]time.Duration{}
	for _, s := range o.Past.Seals {
		if at, is := first[s.Version]; !is || s.Emitted < at {
			first[s.Version] = s.Emitted
		}
		last[s.Version] = max(last[s.Version], s.Emitted)
	}
	const apart = time.Minute // clocks are, by less
	for _, p := range o.Past.Opens {
		if p.Answer != checker.UnknownKey || p.Relying && p.Emitted-p.Asked > o.Past.Policy.PublishLead {
			continue
		}
		at := slices.IndexFunc(o.Past.Seals, func(s checker.Seal) bool { return s.ID == p.Seal })
		if at < 0 {
			continue
		}
		by, seen := o.Past.Seals[at].Version, p.Emitted
		if p.Relying {
			seen = p.Asked
		}
		switch {
		case seen < first[by]:
			see(rowSignsAtOnce)
		case seen < first[by]+apart:
			see(rowDoesNotTell)
		case seen > last[by]+apart:
			see(rowDropped)
		}
	}
	return names
}

// TestSightings: how soon random days come to what is wrong, as the page says. Most days of this
// engine are wrong in the first way, which hides the others. How soon those of who asks again come to
// the rest is not said: it takes many days.
func TestSightings(t *testing.T) {
	campaign.Sights(t, campaign.Campaign{Engine: Engine(keeping), Home: day, Jobs: 1}, 20, 20, []campaign.Misdeed{
		{Name: rowSignsAtOnce, Breaks: []string{"S3", "S5"}, Design: "that it signs at once", Shown: "TestNewKeySignsAtOnce"},
	}, told)
}

// TestTold: days of which it is known what goes wrong are told so.
func TestTold(t *testing.T) {
	late := on(t, refetches, 52, "wall-jump node/a1 by +5s at 1s for 27m", "wall-jump node/b1 by +5s at 1s for 27m")
	hurried(&late)
	for _, c := range []struct {
		setup deploy.Setup
		want  string
	}{
		{on(t, keeping, 2), rowSignsAtOnce},
		{on(t, refetches, 16, apart...), rowSignsWithOld},
		{on(t, refetches, 4, apart...), rowDoesNotTell},
		{late, rowDropped},
	} {
		o := judged(t, c.setup)
		if got := told(&o); !slices.Contains(got, c.want) || slices.Contains(got, rowSignsAtOnce) != (c.want == rowSignsAtOnce) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
