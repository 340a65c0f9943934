package checker

import "time"

// spares says that a turn has another version lie ready, of which nothing was known.
func (x *turn) spares() bool {
	return x.prev != nil && x.v.Spare != 0 && x.v.Spare != x.prev.Spare && x.prev.version(x.v.Spare) == nil
}

// shown says that from a turn on every stamp has to open what lies ready.
func (x *turn) shown() bool {
	return x.prev != nil && x.v.SpareRev != 0 && x.prev.SpareRev == 0
}

// A since is when something that a raise was for can first have been everywhere.
type since struct {
	raised *View         // that raised; nil: nothing has
	clear  time.Duration // since when, at the earliest, no stamp can have been below its target
}

// left goes on past a stamp that does not stand any more.
func (s *since) left(g *Grant, p *Past) {
	if s.raised != nil && g.Rev < s.raised.Target {
		s.clear = max(s.clear, p.over(g))
	}
}

// begin takes what lies ready when a history begins in the middle: since when is not known.
func (e *evidence) begin(v *View) {
	if v.SpareRev == 0 || e.h.sees(Beginnings) {
		return
	}
	given := *v
	given.Target = v.SpareRev
	e.spared = since{raised: &given}
}

// spare follows what lies ready, and judges its proof: no stamp is below the raise that it
// was for, which whoever wrote had read, and each that opens has what was made.
func (e *evidence) spare(x *turn) {
	v, prev := x.v, x.prev
	if v.SpareProved && !prev.SpareProved {
		e.t.judged(s9Spare)
		if n := prev.Spare; prev.SpareRev == 0 || n == 0 {
			e.t.add(s9Spare, v.At, citing(prev, v), "%s wrote at %s, revision %d, that every stamp opens what lies ready, which nothing had demanded", v.By, at(v.At), v.Revision)
		} else if e.h.Offers.Stamps {
			e.holds(x, overAll)
			e.opensVersion(x, n, s9Spare)
		}
	}
	switch {
	case x.shown():
		e.spared = since{v, v.Early}
	case v.Spare == 0:
		e.spared = since{}
	}
}
