package shrink

import (
	"fmt"
	"slices"

	"pawl/faults"
	"pawl/scenarios"
)

// shrink goes through the passes, the largest parts first.
func (s *search) shrink() {
	s.take(s.later())
	s.take(s.atOnce())
	s.halves()
	all, some := parts, structure
	if s.q.Fixed {
		all, some = partsAtHome, structureAtHome
	}
	s.walk(some)
	s.calm()
	s.take(s.alone())
	s.least = s.walk(all)
}

// later is the run without what comes after the violation: no part of it, or less.
func (s *search) later() []change {
	v, _ := s.seen.Shows(s.keep.Invariant, s.keep.Clause)
	injections := s.seen.Injections
	before := s.cur.only(func(i int, _ faults.Event) bool { return injections[i].Injected && injections[i].From <= v.At })
	all := []change{{"without the events that come after the violation", before}}
	if ends := shorter(&before, s.seen, s.keep); len(ends) > 0 {
		all = slices.Insert(all, 0, change{"without what comes after the violation", ends[0].to})
	}
	return all
}

// atOnce are the runs with fewest events that are drawn: none, only those that changed something,
// and each alone.
func (s *search) atOnce() (all []change) {
	none := s.cur.only(func(_ int, e faults.Event) bool { return !scenarios.Spare(e) })
	all = append(all, change{"without all that was drawn", none})
	all = append(all, s.alone()...)
	injections := s.seen.Injections
	bit := s.cur.only(func(i int, e faults.Event) bool { return !e.IsFault() || injections[i].Bit > 0 })
	return append(all, change{"without the faults that changed nothing", bit})
}

// mostAlone is how many events are tried alone: the latest, which are the nearest to the violation.
const mostAlone = 16

// alone are the runs with one of the events that are drawn.
func (s *search) alone() (all []change) {
	if s.cur.spares() < 2 {
		return nil
	}
	for i, e := range slices.Backward(s.cur.Events) {
		if scenarios.Spare(e) && len(all) < mostAlone {
			all = append(all, change{fmt.Sprintf("of all that was drawn only %q", e),
				s.cur.only(func(k int, x faults.Event) bool { return k == i || !scenarios.Spare(x) })})
		}
	}
	return all
}

// halves leaves out events that are drawn, half of them at a time, then half of that, down to
// two: single ones are parts.
func (s *search) halves() {
	for size := s.cur.spares() / 2; size > 1; size /= 2 {
		for from := 0; from < s.cur.spares(); {
			n := -1
			less := s.cur.only(func(_ int, e faults.Event) bool {
				if scenarios.Spare(e) {
					n++
				}
				return !scenarios.Spare(e) || n < from || n >= from+size
			})
			if s.take([]change{{fmt.Sprintf("without %d events", len(s.cur.Events)-len(less.Events)), less}}) < 0 {
				from += size
			}
		}
	}
}

// calm leaves as few places drawing as it can: none, or what is left when half of them are calm,
// then half of that, down to two.
func (s *search) calm() {
	if s.over() {
		return
	}
	if s.cur.Drawing == nil {
		o, err := s.again(s.ctx, s.cur)
		if err != nil {
			return
		}
		all := places(o)
		r := s.cur
		r.Drawing = []string{}
		if s.take([]change{{"with every place calm", r}}) >= 0 {
			return
		}
		if r.Drawing = all; s.take([]change{{"with no other place drawing than those that did", r}}) < 0 {
			return
		}
		s.gone = s.gone[:len(s.gone)-1] // it is the same run
	}
	for size := len(s.cur.Drawing) / 2; size > 1; size /= 2 {
		for from := 0; from < len(s.cur.Drawing); {
			r := s.cur
			to := min(from+size, len(r.Drawing))
			r.Drawing = append(slices.Clone(r.Drawing[:from]), s.cur.Drawing[to:]...)
			what := fmt.Sprintf("with %d places calm, from %s to %s", to-from, s.cur.Drawing[from], s.cur.Drawing[to-1])
			if to-from == 1 {
				what = "with the place " + s.cur.Drawing[from] + " calm"
			}
			if s.take([]change{{what, r}}) < 0 {
				from += size
			}
		}
	}
}

// walk tries single parts one after the other, round and round, until each was tried by itself
// on the run that is left and none can go. It returns whether it came to that.
func (s *search) walk(of []part) bool {
	for from := 0; ; {
		all := s.changes(of)
		from %= max(1, len(all))
		i := s.take(append(slices.Clone(all[from:]), all[:from]...))
		if i < 0 {
			return s.ended == ""
		}
		from = (from + i) % len(all) // where the part was there is the next now
	}
}

// changes are those of the parts of the run that is left.
func (s *search) changes(of []part) (all []change) {
	for _, p := range of {
		all = append(all, p(&s.cur, s.seen, s.keep)...)
	}
	return all
}

// needed is what every single part came to.
func (s *search) needed() (all []Entry) {
	at, of := s.cur.key(), parts
	if s.q.Fixed {
		of = partsAtHome
	}
	for _, c := range s.changes(of) {
		key := c.to.key()
		if a := s.made[key]; a != nil && key != at {
			all = append(all, Entry{c.what, a.why})
		}
	}
	return all
}
