package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios/exhaust"
	"pawl/sim"
	"pawl/sim/deploy"
)

// day is a run of SPIRE: two servers and a day of theirs, three who rely on the bundle.
func day(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Setup{Engine: e, Seed: seed, Setting: deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 1}, {Name: "b", Nodes: 1}}, Workers: 2, Clients: 4,
		Relying:  []deploy.Cache{deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged},
		Keys:     []string{keyOf(x509Kind, "a"), keyOf(jwtKind, "a"), keyOf(x509Kind, "b"), keyOf(jwtKind, "b")},
		Policy:   policy(),
		Duration: 24 * time.Hour, Healed: 22 * time.Hour, Think: 2 * time.Minute,
	}}
	if strings.HasPrefix(e.Name, downstream) {
		s.Pools = append(s.Pools, deploy.Pool{Name: upstreamPool, Nodes: 1})
	}
	if seed == 0 { // where every single fault is tried: what all of a rotation needs, and no more
		s.Workers = 1
		s.Keys = s.Keys[:2] // of one server; of the other they only ask for the bundle
		if strings.HasPrefix(e.Name, downstream) {
			s.Pools = slices.Delete(s.Pools, 1, 2) // the authority makes roots for every server that there is
		}
		s.Duration, s.Healed = 10*time.Hour, 9*time.Hour
		return s
	}
	// A view that is hardly used is asked for anew whenever it is: so that days see what they come to, few rely
	// on the bundle, and often.
	s.Clients, s.Think, s.Relying = 6, 3*time.Minute, s.Relying[:3]
	if draw := sim.NewSource(seed, "home/forced"); strings.HasPrefix(e.Name, distrusting) { // also with a bug planted in it
		s.Events = forcedOften(&s, draw)
	} else {
		s.Events = forcedIn(&s, draw)
	}
	return s
}

// forcedIn are up to three rotations that operators force, at any time and of any key, in half
// of all days.
func forcedIn(s *deploy.Setup, draw *sim.Source) (all []faults.Event) {
	if draw.Choose(2) == 0 {
		return nil
	}
	for i := range 1 + draw.Choose(3) {
		all = append(all, faults.Event{Kind: faults.TriggerKind, Word: fmt.Sprintf("w%d", i+1), Key: s.Keys[draw.Choose(len(s.Keys))],
			When: faults.When{At: time.Hour + draw.Between(0, 20*time.Hour).Truncate(time.Second)}})
	}
	return all
}

// forcedOften are rotations that operators force all day, in half of the cases two of the same key
// within half an hour.
func forcedOften(s *deploy.Setup, draw *sim.Source) (all []faults.Event) {
	add := func(key string, at time.Duration) {
		all = append(all, faults.Event{Kind: faults.TriggerKind, Word: fmt.Sprintf("w%d", len(all)+1), Key: key, When: faults.When{At: at.Truncate(time.Second)}})
	}
	for at := time.Hour; at < 20*time.Hour; at += draw.Between(time.Hour, 4*time.Hour) {
		key := s.Keys[draw.Choose(len(s.Keys))]
		add(key, at)
		if draw.Choose(2) == 0 {
			add(key, at+draw.Between(0, 30*time.Minute))
		}
	}
	return all
}

// troubles are restarts, in good order or after an outage, at times that mean something: one
// authority is active and the next not yet prepared; prepared; the server was away while its
// authority should have been replaced, and starts again. And an operator who has the next one
// prepared when it has been already, and is about to be activated. And another machine in a server's
// place.
var troubles = []exhaust.Trouble{
	{Name: "restarted", Events: []string{"crash node/a1 at 5h30m for 1s"}},
	{Name: "restarted-later", Events: []string{"crash node/a1 at 7h for 1s"}},
	{Name: "away", Events: []string{"crash node/a1 at 4h55m for 10m"}},
	{Name: "forced", Events: []string{"trigger w1 of jwt.a by operator at 4h57m"}},
	{Name: "replaced", Events: []string{"replace node/a1 at 2h for 1s"}},
	{Name: "long-away", Events: []string{"crash node/a1 at 2h55m for 2h30m"}},
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
