package paper

import "math"

// A scale leads from values to places.
type scale struct {
	log      bool
	from, to float64 // values, of which from is the smaller one
	at, end  float64 // their places
}

// scaleOf spans the values. An axis that is not logarithmic begins at nothing, so that lengths
// can be compared; a logarithmic one at the power of ten below, and has no place for what is
// not above zero.
func scaleOf(values []float64, log bool, at, end float64) scale {
	s := scale{log: log, at: at, end: end}
	seen := false
	for _, v := range values {
		if !measurable(v) || log && v <= 0 {
			continue
		}
		if !seen {
			s.from, s.to, seen = v, v, true
		}
		s.from, s.to = min(s.from, v), max(s.to, v)
	}
	switch {
	case log && !seen:
		s.from, s.to = 1, 10
	case log:
		s.from = floorOfTen(s.from)
		if s.to < 10*s.from { // one power of ten says nothing of a scale
			s.to = 10 * s.from
		}
	default:
		s.from, s.to = min(0, s.from), max(0, s.to)
		if s.from == s.to {
			s.to = 1
		}
		step := s.step()
		s.from, s.to = math.Floor(s.from/step)*step, math.Ceil(s.to/step)*step
	}
	return s
}

func floorOfTen(v float64) float64 { return math.Pow(10, math.Floor(math.Log10(v)+1e-9)) }

// place is where a value stands, and whether it has a place.
func (s scale) place(v float64) (float64, bool) {
	if !measurable(v) || s.log && v <= 0 {
		return 0, false
	}
	share := (v - s.from) / (s.to - s.from)
	if s.log {
		share = math.Log10(v/s.from) / math.Log10(s.to/s.from)
	}
	return s.at + min(1, max(0, share))*(s.end-s.at), true
}

// step is a round distance, of which the axis has about five.
func (s scale) step() float64 {
	rough := (s.to - s.from) / 5
	ten := floorOfTen(rough)
	for _, times := range []float64{1, 2, 5} {
		if ten*times >= rough*(1-1e-9) {
			return ten * times
		}
	}
	return ten * 10
}

// ticks are the values that are written at the axis.
func (s scale) ticks() (all []float64) {
	if !s.log {
		step := s.step()
		for i := 0.0; s.from+i*step <= s.to+step/1e6; i++ {
			all = append(all, s.from+i*step)
		}
		return all
	}
	decades := int(math.Floor(math.Log10(s.to/s.from) + 1e-9))
	every := max(1, (decades+6)/7)
	for i := 0; i <= decades; i += every {
		all = append(all, s.from*math.Pow(10, float64(i)))
	}
	return all
}
