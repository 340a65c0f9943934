package faults

import "time"

// The family of policies: a new one comes to machines with their restart, one after the
// other, and may be taken back in the same way.

const policies = "policies"

// A Governor can start a machine under either of two policies.
type Governor interface {
	Crasher
	// Govern says under which policy a machine that is down will start, from now on.
	Govern(machine string, renewed bool)
}

var newPolicy = Kind{
	Name:   NewPolicyKind,
	Family: policies,
	Text:   "The machine goes down; after the duration it starts under the run's new policy, which it keeps from then on.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Governor",
	able:   can[Governor],
	strike: func(s *strike) (heal func()) { return strikePolicy(s, true) },
	sides:  governed,
	bound:  briefly,
}

var oldPolicy = Kind{
	Name:   OldPolicyKind,
	Family: policies,
	Text:   "The machine goes down; after the duration it starts under the policy that it began with, and keeps that.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Governor",
	able:   can[Governor],
	strike: func(s *strike) (heal func()) { return strikePolicy(s, false) },
	sides:  governed,
	bound:  briefly,
}

// governed are those who go by a policy, where there are two.
func governed(s Space, w When) [][]side {
	if !s.TwoPolicies {
		return nil
	}
	return groups(each(s.roles(w)), each(s.Workers), each(s.Nodes), each(s.Pools), each(s.all("workers")))
}

// briefly is for a restart that is meant: it is over before leases are.
func briefly(s Space) time.Duration { return time.Duration(s.lease()) * time.Millisecond }

func strikePolicy(s *strike, renewed bool) (heal func()) {
	d := s.in.d.(Governor)
	return s.anotherStart(d, func(machine string) { d.Govern(machine, renewed) })
}
