package faults

import "time"

// The family of clocks that are wrong.

const clock = "clock"

// A Drifter can make a machine's monotonic clock run at a wrong rate.
type Drifter interface {
	// Drift makes the clock run faster by ppm parts per million, slower if that
	// is negative, from now on and whatever its rate was. It calls bit each time
	// that the machine reads the clock, or waits by it, while the rate is wrong.
	Drift(machine string, ppm int, bit func())

	// Steady makes the rate right again. What the clock is off by stays.
	Steady(machine string)
}

var drift = Kind{
	Name:   "drift",
	Family: clock,
	Text:   "The monotonic clock runs too fast or too slow.",
	Form:   "<target> by <rate> <when> for <duration>",
	Needs:  "Drifter",
	able:   can[Drifter],
	strike: strikeDrift,
	sides:  driftSides,
}

// Rate is by how much an event makes a clock run too fast, in parts per million, or too slow, if
// it is negative; 0: by nothing.
func (e Event) Rate() int64 {
	if e.Kind == drift.Name {
		return e.Amount
	}
	return 0
}

// strikeDrift gives the clock to the newest: rates do not add up, for two within
// the bound could leave it.
func strikeDrift(s *strike) (heal func()) {
	d := s.in.d.(Drifter)
	return s.each(s.Machines, func(m string) (leave func()) {
		return s.newest(m,
			func(of *strike) { d.Drift(m, int(of.Event.Amount), of.bit) },
			func() { d.Steady(m) })
	})
}

func driftSides(s Space, w When) [][]side {
	if s.DriftPPM == 0 {
		return nil
	}
	return groups(each(s.Nodes), each(s.Workers), each(s.roles(w)), each(s.Services))
}

// A WallJumper can set a machine's time of day.
type WallJumper interface {
	// JumpWall makes the machine's wall clock off by as much more than it is by itself,
	// from now on and whatever it was set to before, and says whether the machine runs.
	// By 0 it is set right again.
	JumpWall(machine string, by time.Duration) (running bool)
}

var wallJump = Kind{
	Name:   "wall-jump",
	Family: clock,
	Text:   "The wall clock jumps forward or back, and returns after the duration.",
	Form:   "<target> by <jump> <when> for <duration>",
	Needs:  "WallJumper",
	able:   can[WallJumper],
	strike: strikeWallJump,
	sides:  wallJumpSides,
}

// Jump is by how much an event sets a wall clock forward, or back, if it is negative; 0: by nothing.
func (e Event) Jump() time.Duration {
	if e.Kind == wallJump.Name {
		return time.Duration(e.Amount)
	}
	return 0
}

// strikeWallJump gives the clock to the newest, as drift does: jumps do not add up.
func strikeWallJump(s *strike) (heal func()) {
	d := s.in.d.(WallJumper)
	return s.each(s.Machines, func(m string) (leave func()) {
		return s.newest(m,
			func(of *strike) {
				if d.JumpWall(m, time.Duration(of.Event.Amount)) {
					of.bit()
				}
			},
			func() { d.JumpWall(m, 0) })
	})
}

// wallJumpSides has more than drift's: a time server that is wrong sets the clocks of all who
// ask it.
func wallJumpSides(s Space, w When) [][]side {
	if s.WallJump == 0 {
		return nil
	}
	return groups(each(s.Nodes), each(s.Pools), each([]string{"everything"}), each(s.Workers), each(s.roles(w)), each(s.Services))
}
