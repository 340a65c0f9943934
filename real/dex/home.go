package main

import (
	"time"

	"pawl/engine"
	"pawl/scenarios/exhaust"
	"pawl/sim/deploy"
)

// assumed is what is assumed in the days of each engine; the code of all of them is the same. What
// is found under the first hides what is found under the next.
var assumed = []struct {
	name    string
	relying deploy.Cache
	skew    time.Duration
}{
	{"dex-2.13.0", deploy.Aged, 10 * time.Second},                 // keys are kept for as long as the header allows
	{"dex-2.13.0-refetching", deploy.OnUnknown, 10 * time.Second}, // who does not know a key asks again
	{"dex-2.13.0-one-clock", deploy.OnUnknown, 0},                 // and all clocks are right
}

// Times of a day. Dex's are six hours and twenty-four by default: here both are shorter, and
// four of the one are one of the other, as there.
const (
	rotateAfter = 15 * time.Minute
	validFor    = time.Hour
)

// day is a run of dex: two servers, and as long as it takes until the key of the third rotation
// is dropped.
func day(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Setup{Engine: e, Seed: seed, Setting: deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 1}, {Name: "b", Nodes: 1}}, Workers: 1, Clients: 4,
		Keys: []string{signing}, Policy: policy(), Truth: deploy.Truth{Lifetime: validFor},
		Duration: 2 * time.Hour, Healed: 110 * time.Minute, Think: time.Minute,
	}}
	for _, a := range assumed {
		if e.Name == a.name {
			s.Policy.WallSkew = a.skew
			s.Relying = []deploy.Cache{a.relying, a.relying, a.relying}
		}
	}
	if seed == 0 { // where every single fault is tried: what all of a rotation needs, and no more
		s.Clients, s.Relying = 1, s.Relying[:1]
		s.Duration, s.Healed = 20*time.Minute, 18*time.Minute
	}
	return s
}

// troubles are a server that is away over a rotation, and one that started halfway between the
// other's tries.
var troubles = []exhaust.Trouble{
	{Name: "away", Events: []string{"crash node/a1 at 14m for 5m"}},
	{Name: "apart", Events: []string{"crash node/b1 at 15s for 1s"}},
}

// policy is what dex promises, in the words of a policy.
func policy() engine.Policy {
	p := engine.StandardPolicy()
	p.Period, p.Due = rotateAfter, 0
	p.Lifetime = validFor
	p.PublishLead = leastAge
	// Dex has no leases and no deadlines; these are what durations of faults gather around.
	p.SealLease, p.OpenLease, p.OwnerLease = tryEvery, 4*tryEvery, tryEvery
	p.PublishDeadline, p.DrainDeadline = 5*tryEvery, 2*tryEvery
	// No key of dex's lives as long. That one ends at all has wall clocks jump by no more than
	// their bound: all that dex does hangs on them.
	p.KeyLife = 24 * time.Hour
	return p
}
