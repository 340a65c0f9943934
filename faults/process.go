package faults

import "time"

// The family of what befalls a process: it ends, stops, or is slow.

const process = "process"

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
	Family: process,
	Text:   "The process is gone, and starts again after the duration.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Crasher",
	able:   can[Crasher],
	strike: strikeCrash,
	sides:  crashSides,
	core:   true,
}

// strikeCrash heals only what it felled: a machine that was down already,
// whatever the reason, is someone else's to start.
func strikeCrash(s *strike) (heal func()) {
	c := s.in.d.(Crasher)
	return s.each(s.Machines, func(m string) (heal func()) {
		if !c.Crash(m) {
			return func() {}
		}
		s.bit()
		return func() { c.Restart(m) }
	})
}

var crashLoop = Kind{
	Name:   "crash-loop",
	Family: process,
	Text:   "The process ends and starts again as many times as the count says, evenly over the duration.",
	Form:   "<target> <count> <when> for <duration>",
	Needs:  "Crasher",
	able:   can[Crasher],
	strike: strikeCrashLoop,
	sides: func(s Space, w When) [][]side {
		return groups(each(s.Nodes), each(s.Workers), each(s.Pools), each(s.roles(w)))
	},
}

// strikeCrashLoop has the process up for half of each turn.
func strikeCrashLoop(s *strike) (heal func()) {
	turn := s.turn()
	start := func() {}
	for i := range time.Duration(s.Event.Amount) {
		fell := func() {
			if s.inForce || i == 0 {
				start = strikeCrash(s)
			}
		}
		if i == 0 {
			fell()
		} else {
			s.in.d.After(i*turn, fell)
		}
		s.in.d.After(i*turn+turn/2, func() {
			if s.inForce {
				start()
				start = func() {}
			}
		})
	}
	return func() { start() }
}

func crashSides(s Space, w When) [][]side {
	return groups(
		each(s.Machines), each(s.Nodes), each(s.Workers), each(s.Pools),
		each(s.roles(w)), each(s.all("workers")), each(s.Services),
	)
}

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
	Family: process,
	Text:   "The process stops where it is, and goes on after the duration.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Pauser",
	able:   can[Pauser],
	strike: strikePause,
	sides:  pauseSides,
	bound:  func(s Space) time.Duration { return s.LongestPause },
	core:   true,
}

// strikePause lets the first pause stop the machine and the last let it go;
// what is held back meanwhile counts for each of them.
func strikePause(s *strike) (heal func()) {
	p := s.in.d.(Pauser)
	return s.each(s.Machines, func(m string) (leave func()) {
		return s.shared(m, func(h *hold) (stop func()) {
			p.Pause(m, h.bitAll)
			return func() { p.Resume(m) }
		})
	})
}

// pauseSides are what can stand still.
func pauseSides(s Space, w When) [][]side {
	return append(processSides(s, w), groups(each(s.Services))...)
}

// processSides are what can be any one process.
func processSides(s Space, w When) [][]side {
	return groups(each(s.roles(w)), each(s.Nodes), each(s.Machines))
}

// A Slower can make everything that a machine's processes do take longer: a
// processor that is shared with too many.
type Slower interface {
	// Slow makes every step of the machine's processes take so much longer, from
	// now on and whatever it was before; a lag of zero is full speed again. It
	// calls bit on each step that takes longer.
	Slow(machine string, lag time.Duration, bit func())
}

var slow = Kind{
	Name:   "slow",
	Family: process,
	Text:   "Every step of the process takes so much longer.",
	Form:   "<target> by <lag> <when> for <duration>",
	Needs:  "Slower",
	able:   can[Slower],
	strike: strikeSlow,
	sides:  processSides,
}

func strikeSlow(s *strike) (heal func()) {
	d := s.in.d.(Slower)
	return s.each(s.Machines, func(m string) (leave func()) {
		return s.newest(m,
			func(of *strike) { d.Slow(m, time.Duration(of.Event.Amount), of.bit) },
			func() { d.Slow(m, 0, nil) })
	})
}
