package faults

import "slices"

// The family of what the store and the key service say when they do not do what they
// are asked, or do not say that they did.

const services = "services"

// theServices are the machines that others depend on.
var theServices = []string{theStore, keyService}

const (
	theStore   = "store"
	keyService = "keys"
)

var reject = Kind{
	Name:   "reject",
	Family: services,
	Text:   "The key service turns down whatever the target asks of it, and says that it will never do it.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onEvery(askedOfKeys, Fate{Instead: Rejected}) },
	sides: func(s Space, w When) [][]side {
		return groups(each(s.Workers), each(s.Nodes), each(s.roles(w)), each(s.all("workers")))
	},
}

var overload = Kind{
	Name:   "overload",
	Family: services,
	Text:   "The store and the key service have no time for the target: whatever it asks is not done, and answered at once with an error.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onEvery(askedOfService, Fate{Instead: Unavailable}) },
	sides: func(s Space, w When) [][]side {
		return groups(each(s.Workers), each(s.Nodes), each(s.Pools), each(s.roles(w)), each(s.all("workers")))
	},
}

var fail = Kind{
	Name:   "fail",
	Family: services,
	Text:   "What the target next asks of the store or the key service is not done, and answered with an error, as many times as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(askedOfService, Fate{Instead: Unavailable}) },
	sides:  senderSides,
	awaits: beforeSent,
}

var failLate = Kind{
	Name:   "fail-late",
	Family: services,
	Text:   "What the target asks of the store or the key service is done, and answered with an error that does not tell, as many times as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(answeredByService, Fate{Instead: Unknown}) },
	sides:  senderSides,
	awaits: beforeReply,
}

func askedOfKeys(machine string, p *Passage) bool {
	return !p.Reply && p.From == machine && p.To == keyService
}

func askedOfService(machine string, p *Passage) bool {
	return !p.Reply && p.From == machine && slices.Contains(theServices, p.To)
}

func answeredByService(machine string, p *Passage) bool {
	return p.Reply && p.To == machine && slices.Contains(theServices, p.From)
}
