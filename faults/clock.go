package faults

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
