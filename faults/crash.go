package faults

// A Crasher can end a machine's process at once and start it again.
type Crasher interface {
	// Crash ends the process and what it holds in memory, and says whether it
	// was up. It returns even when it is called from Reached on behalf of the
	// very process that dies.
	Crash(machine string) (wasUp bool)

	// Restart starts the process anew, with nothing but its disk.
	Restart(machine string)
}

var crash = Kind{
	Name:   "crash",
	Text:   "The process is gone, and starts again after the duration.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Crasher",
	able:   can[Crasher],
	strike: strikeCrash,
	sides:  crashSides,
}

// strikeCrash heals only what it felled: a machine that was down already,
// whatever the reason, is someone else's to start.
func strikeCrash(s *strike) (heal func()) {
	c := s.in.d.(Crasher)
	var down []string
	for _, m := range s.Machines {
		if c.Crash(m) {
			down = append(down, m)
			s.bit()
		}
	}
	return func() {
		for _, m := range down {
			c.Restart(m)
		}
	}
}

func crashSides(s Space, byMeaning bool) [][]side {
	return groups(
		each(s.Machines), each(s.Nodes), each(s.Workers), each(s.Pools),
		each(s.roles(byMeaning)), each(s.all("workers")),
	)
}
