package faults

import "time"

// A Pauser can stop a machine's process where it is, and let it go on as if no
// time had passed: a long collection of garbage, a virtual machine that moves.
type Pauser interface {
	// Pause holds the machine until Resume. It calls bit each time that it holds
	// something back: a message, a timer, a step. A process that is restarted
	// meanwhile starts paused. Pauses do not nest here: Pause is called only of
	// a machine that runs, Resume only of one that is paused.
	Pause(machine string, bit func())
	Resume(machine string)
}

var pause = Kind{
	Name:   "pause",
	Text:   "The process stops where it is, and goes on after the duration.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Pauser",
	able:   can[Pauser],
	strike: strikePause,
	sides:  pauseSides,
	bound:  func(s Space) time.Duration { return s.LongestPause },
}

// strikePause lets the first pause stop the machine and the last let it go;
// what is held back meanwhile counts for each of them.
func strikePause(s *strike) (heal func()) {
	p := s.in.d.(Pauser)
	for _, m := range s.Machines {
		if s.join(m); len(s.holders(m)) == 1 {
			p.Pause(m, func() { bitAll(s.holders(m)) })
		}
	}
	return func() {
		for _, m := range s.Machines {
			if s.leave(m); len(s.holders(m)) == 0 {
				p.Resume(m)
			}
		}
	}
}

func bitAll(holders []*strike) {
	for _, s := range holders {
		s.bit()
	}
}

func pauseSides(s Space, byMeaning bool) [][]side {
	return groups(each(s.roles(byMeaning)), each(s.Nodes), each(s.Machines))
}
