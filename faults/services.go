package faults

import (
	"slices"
	"time"
)

// The family of what the store, the key service and the pager say when they do not do what they
// are asked, or do not say that they did.

const services = "services"

// theServices are the machines that others depend on.
var theServices = []string{theStore, keyService}

// theAsked are all machines that may say that they do not do what they are asked.
var theAsked = append([]string{onDuty}, theServices...)

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
	Text:   "The store, the key service and the pager have no time for the target: whatever it asks is not done, and answered at once with an error.",
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
	Text:   "What the target next asks of the store, the key service or the pager is not done, and answered with an error, as many times as the count says.",
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
	Text:   "What the target asks of the store, the key service or the pager is done, and answered with an error that does not tell, as many times as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(answeredByService, Fate{Instead: Unknown}) },
	sides:  senderSides,
	awaits: beforeReply,
}

// A Forgetter can put the key service back to an older copy of what it keeps.
type Forgetter interface {
	// KeepCopies is told before the run begins: there will be copies of what the key service keeps.
	KeepCopies()
	// Forget ends the key service, and puts what it keeps back to what it was some time ago;
	// start starts it again. Nil: it is down.
	Forget(ago time.Duration) (start func())
}

var keysPutBack = Kind{
	Name:    "keys-put-back",
	Family:  services,
	Text:    "The key service goes down, and what it keeps is put back to what it was one duration before: what was made since is gone, what was destroyed is there again; after that duration it starts again.",
	Form:    "<when> for <duration>",
	Needs:   "Forgetter",
	able:    can[Forgetter],
	prepare: func(s *strike, _ []string) { s.in.d.(Forgetter).KeepCopies() },
	strike: func(s *strike) (heal func()) {
		start := s.in.d.(Forgetter).Forget(s.Event.For)
		s.at(keyService, start != nil)
		return start
	},
	sides:  func(s Space, _ When) [][]side { return groups(each(theServices[1:])) },
	Beyond: "the key service is idempotent by operation id, and keeps tombstones",
}

// at notes that it happens at a service, and whether that has changed anything.
func (s *strike) at(service string, changed bool) {
	s.Machines = s.in.d.Members(service, "")
	if changed {
		s.bit()
	}
}

func askedOfKeys(machine string, p *Passage) bool {
	return !p.Reply && p.From == machine && p.To == keyService
}

func askedOfService(machine string, p *Passage) bool {
	return !p.Reply && p.From == machine && slices.Contains(theAsked, p.To)
}

func answeredByService(machine string, p *Passage) bool {
	return p.Reply && p.To == machine && slices.Contains(theAsked, p.From)
}
