package faults

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
	Text:   "The monotonic clock runs too fast or too slow.",
	Form:   "<target> by <rate> <when> for <duration>",
	Needs:  "Drifter",
	able:   can[Drifter],
	strike: strikeDrift,
	sides:  driftSides,
}

// strikeDrift lets the newest drift have the clock, and the one before it once
// that ends. Rates do not add up: two within the bound could leave it.
func strikeDrift(s *strike) (heal func()) {
	d := s.in.d.(Drifter)
	for _, m := range s.Machines {
		s.join(m)
		d.Drift(m, s.Fault.PPM, s.bit)
	}
	return func() {
		for _, m := range s.Machines {
			if wasNewest := s.leave(m); wasNewest {
				yieldClock(d, m, s.holders(m))
			}
		}
	}
}

func yieldClock(d Drifter, machine string, holders []*strike) {
	if len(holders) == 0 {
		d.Steady(machine)
		return
	}
	newest := holders[len(holders)-1]
	d.Drift(machine, newest.Fault.PPM, newest.bit)
}

func driftSides(s Space, byMeaning bool) [][]side {
	if s.DriftPPM == 0 {
		return nil
	}
	return groups(each(s.Nodes), each(s.Workers), each(s.roles(byMeaning)))
}
