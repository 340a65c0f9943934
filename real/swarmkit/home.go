package main

import (
	"time"

	"pawl/engine"
	"pawl/scenarios/exhaust"
	"pawl/sim/deploy"
)

// days is a run of a swarm: three managers and five agents, four days, seven rotations.
func days(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Setup{Engine: e, Seed: seed, Setting: deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 3}, {Name: "b", Nodes: 2}}, Workers: 3, Clients: 4,
		Keys:     []string{gossip, ipsec},
		Policy:   policy(),
		Duration: 96 * time.Hour, Healed: 90 * time.Hour, Think: 10 * time.Minute,
	}}
	if seed == 0 { // where every single fault is tried: what a rotation needs, and no more
		s.Pools, s.Workers, s.Clients = []deploy.Pool{{Name: "a", Nodes: 1}, {Name: "b", Nodes: 1}}, 1, 2
		s.Duration, s.Healed = 40*time.Hour, 38*time.Hour
	}
	return s
}

// troubles are proposals that came to nothing before.
var troubles = []exhaust.Trouble{
	{Name: "dropped", Events: []string{"fail actor on commit.due"}},
	{Name: "unheard", Events: []string{"lose-reply actor on commit.applied"}},
}

// policy is what swarmkit and its agents promise, in the words of a policy.
func policy() engine.Policy {
	p := engine.StandardPolicy()
	p.Lifetime = time.Minute        // of what is sealed: messages on their way
	p.OwnerLease = 10 * time.Minute // an election; some ten seconds in raft, but renewed all the time
	// Agents have no leases; these are what durations of faults gather around.
	p.SealLease, p.OpenLease = time.Hour, 2*time.Hour
	p.PublishDeadline, p.DrainDeadline = 4*time.Hour, 2*time.Hour
	p.Period, p.Due = 12*time.Hour, 0
	return p
}
