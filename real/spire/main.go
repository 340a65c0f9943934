package main

import (
	"time"

	"pawl/cmd/cli"
	"pawl/engine"
	"pawl/sim/deploy"
)

func main() {
	cli.Main(cli.Own{Command: "pawl-spire", Engines: []engine.Engine{Engine()}, Home: day})
}

// day is a run of SPIRE: two servers and a day of theirs, five who rely on the bundle.
func day(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Setup{Engine: e, Seed: seed, Setting: deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 1}, {Name: "b", Nodes: 1}}, Workers: 2, Clients: 4,
		Relying:  []deploy.Cache{deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged},
		Keys:     []string{keyOf(x509Kind, "a"), keyOf(jwtKind, "a"), keyOf(x509Kind, "b"), keyOf(jwtKind, "b")},
		Policy:   policy(),
		Duration: 24 * time.Hour, Healed: 22 * time.Hour, Think: 6 * time.Minute,
	}}
	return s
}

// policy is what SPIRE promises, in the words of a policy.
func policy() engine.Policy {
	p := engine.StandardPolicy()
	p.PublishLead = caTTL / 10 // how often whoever federates is told to ask for the bundle
	p.Lifetime = time.Hour     // of what is signed, by default
	// SPIRE has no leases; these are what durations of faults gather around.
	p.SealLease, p.OpenLease, p.OwnerLease = time.Hour, 2*time.Hour, time.Hour
	p.PublishDeadline, p.DrainDeadline = 4*time.Hour, 2*time.Hour
	p.Period, p.Due = 8*time.Hour, 0
	return p
}
