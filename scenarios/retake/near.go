package retake

import (
	"fmt"
	"time"

	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
)

// How far a neighbour is moved at most, either way.
const (
	nearTime   = 2 * time.Second
	nearLength = 50 // per cent of a length
)

// near makes a run the n-th one nearby, from 1: that of another seed, or, each second time and
// where there is an event that can be moved, the same seed with that one moved or of another
// length. It follows from the case and n alone.
func near(c *scenarios.Case, n int) string {
	s := sim.NewSource(c.Seed, fmt.Sprintf("near/%d", n))
	if n%2 == 0 {
		if what := moved(c.Events, s); what != "" {
			return what
		}
	}
	seed := uint64(s.Choose(1<<30))<<30 | uint64(s.Choose(1<<30))
	c.Seed = seed
	return fmt.Sprintf("seed %d", seed)
}

// moved changes one of some events, in place; "" if none can be moved.
func moved(all []faults.Event, s *sim.Source) string {
	var can []int
	for i, e := range all {
		if scenarios.Spare(e) && (e.On == "" || e.For > 0) {
			can = append(can, i)
		}
	}
	if len(can) == 0 {
		return ""
	}
	e := &all[can[s.Choose(len(can))]]
	was := *e
	switch {
	case e.On == "" && (e.For == 0 || s.Chance(1, 2)):
		e.At = max(0, e.At+s.Between(0, 2*nearTime).Truncate(time.Millisecond)-nearTime)
	default:
		part := time.Duration(100 - nearLength + s.Choose(2*nearLength+1))
		e.For = max(time.Millisecond, (e.For * part / 100).Truncate(time.Millisecond))
	}
	if e.Validate() != nil { // it cannot be so long
		*e = was
	}
	return e.String()
}
