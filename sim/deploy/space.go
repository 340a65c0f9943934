package deploy

import (
	"slices"
	"time"

	"pawl/faults"
	"pawl/sim"
)

// Space is what the events of a random plan may strike.
func (s *Setup) Space() faults.Space {
	space := faults.Space{
		From: 3 * time.Second, Until: s.Healed,
		Lease:        s.Policy.SealLease,
		LongestPause: s.Policy.OpenLease,
		DriftPPM:     int(s.Policy.DriftPPM),
		WallJump:     s.wallJump(),
		Keys:         s.Keys,
		Anchor:       s.Policy.Anchor,
		Services:     []string{StoreName, KeysName},
		Strangers:    []string{stranger},
		Unattended:   !s.Operator,
		Keeps:        s.Policy.Rewrap,
		Outlasts:     s.Policy.Rewrap && s.Duration >= s.Healed+s.retires(),
		TwoPolicies:  s.NewPolicy != nil,
		Generations:  s.Engine.View.Generations,
		Shows:        s.shown(),
		Steps:        s.Engine.View.Steps,
	}
	if len(space.Steps) == 0 { // who has steps of its own may page nobody
		space.Paged = []string{OperatorName}
	}
	for _, p := range s.Pools {
		space.Pools = append(space.Pools, PoolName(p.Name))
		for i := range p.Nodes {
			space.Nodes = append(space.Nodes, NodeName(p.Name, i))
		}
	}
	for i := range s.Workers {
		space.Workers = append(space.Workers, WorkerName(i))
	}
	for i := range s.Clients {
		space.Clients = append(space.Clients, ClientName(i))
	}
	for _, e := range s.Events {
		if e.Kind == faults.TriggerKind && e.Word != Boot && !slices.Contains(space.Windows, e.Word) {
			space.Windows = append(space.Windows, e.Word)
		}
	}
	space.Machines = append(append(append(space.Machines, space.Nodes...), space.Workers...), space.Clients...)
	return space
}

// shown are the things that an engine tells of, and may be changed past it.
func (s *Setup) shown() (all []faults.Thing) {
	v := &s.Engine.View
	if v.Describe == nil || !v.Doubts {
		return nil
	}
	for _, x := range [...]struct {
		offered bool
		thing   faults.Thing
	}{{v.Record, faults.TheRecord}, {v.Audit, faults.AnEntry}, {v.Stamps, faults.AStamp}, {v.Rewraps && s.Policy.Rewrap, faults.AText}} {
		if x.offered {
			all = append(all, x.thing)
		}
	}
	return all
}

// wallJump is how far a wall clock may jump: by far more than any lease, since no right hangs on
// it; but where keys end by it, it stays within policy's bound, of which the other half is what
// clocks are off by anyway.
func (s *Setup) wallJump() time.Duration {
	if s.Policy.KeyLife != 0 {
		return s.Policy.WallSkew / 2
	}
	return time.Minute
}

// stranger has no right to ask for anything.
const stranger = "stranger"

// A Turn says which run of a campaign a random plan is for, so that the campaign goes
// round all that it can try. The zero Turn is of no campaign.
type Turn struct {
	Campaign uint64 // its seed
	N        int    // from 1
}

// Plan draws the events of a random run, besides those that it has anyway, from its
// seed and its turn.
func (s *Setup) Plan(t Turn) []faults.Event {
	var turn faults.Turn
	if t.N > 0 {
		turn = faults.Turn{N: t.N - 1, Order: sources(t.Campaign)}
	}
	return faults.Random(sources(s.Seed), s.Space(), turn)
}

func sources(seed uint64) func(place string) faults.Chooser {
	return func(place string) faults.Chooser { return sim.NewSource(seed, place) }
}
