package faults

// The family of who is there: nodes that come, and nodes that are put in the place of
// others.

const membership = "membership"

// A Gatherer can start a machine for the first time in the middle of a run.
type Gatherer interface {
	// Absent is told before the run begins: the machine is not started with it.
	Absent(machine string)
	// Join starts a machine that is absent, and says whether it was.
	Join(machine string) (wasAbsent bool)
}

var join = Kind{
	Name:    "join",
	Family:  membership,
	Text:    "The machine starts for the first time; until then it has not been there.",
	Form:    "<named> <when>",
	Needs:   "Gatherer",
	able:    can[Gatherer],
	prepare: prepareJoin,
	ahead:   true,
	strike:  strikeJoin,
	sides:   func(s Space, _ When) [][]side { return groups(each(s.Nodes)) },
}

func prepareJoin(s *strike, machines []string) {
	for _, m := range machines {
		s.in.d.(Gatherer).Absent(m)
	}
}

func strikeJoin(s *strike) (heal func()) {
	for _, m := range s.Machines {
		if s.in.d.(Gatherer).Join(m) {
			s.bit()
		}
	}
	return nil
}

// A Replacer can put another machine in the place of one that is down.
type Replacer interface {
	Crasher
	// Wipe empties the disk of a machine that is down.
	Wipe(machine string)
}

var replace = Kind{
	Name:   "replace",
	Family: membership,
	Text:   "The machine is gone for good; after the duration another one starts under its name, with an empty disk.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Replacer",
	able:   can[Replacer],
	strike: strikeReplace,
	sides:  func(s Space, _ When) [][]side { return groups(each(s.Nodes), each(s.Pools)) },
}

func strikeReplace(s *strike) (heal func()) {
	d := s.in.d.(Replacer)
	return s.anotherStart(d, d.Wipe)
}

// anotherStart has each machine down until heal, with something changed meanwhile for its
// next start. It bites even where that was so before: the machine was down.
func (s *strike) anotherStart(d Crasher, change func(machine string)) (heal func()) {
	return s.each(s.Machines, func(m string) (heal func()) {
		if !d.Crash(m) {
			return func() {}
		}
		s.bit()
		change(m)
		return func() { d.Restart(m) }
	})
}
