package checker

import (
	"fmt"
	"time"
)

// A misfit is why no order fits, in the fewest facts: an answer and what the record has
// against it, or two answers.
type misfit struct {
	at     time.Duration
	cites  []Cite
	detail string
}

// a fact that a misfit can speak of.
type fact interface {
	citable
	told() string
	known() time.Duration // when it was there to be seen
}

func (s *Seal) known() time.Duration    { return s.Returned }
func (v *View) known() time.Duration    { return v.At }
func (t *Trigger) known() time.Duration { return t.Returned }
func (a *Ask) known() time.Duration     { return a.Received }

// facts is a misfit of two facts that exclude each other.
func facts(a, b citable) *misfit {
	x, y := a.(fact), b.(fact)
	return &misfit{max(x.known(), y.known()), citing(x, y), x.told() + ", and " + y.told()}
}

// misfit words a conflict: if an answer is part of it, by what the record has against
// that, as far as the object can tell.
func (c *conflict) misfit(tell func(citable) *misfit) *misfit {
	for _, of := range []citable{c.before, c.after} {
		other := c.after
		if of == c.after {
			other = c.before
		}
		if _, written := of.(*View); written || tell == nil {
			continue
		}
		if _, written := other.(*View); written || other == of {
			if m := tell(of); m != nil {
				return m
			}
		}
	}
	if c.after == c.before {
		x := c.after.(fact)
		return &misfit{x.known(), citing(x), x.told()}
	}
	m := facts(c.after, c.before)
	for _, g := range c.gap {
		if g != c.after && g != c.before {
			m.cites = append(m.cites, g.Cite())
			m.detail += ", and " + g.(fact).told()
		}
	}
	return m
}

func (v *View) told() string {
	return fmt.Sprintf("revision %d at %s by %s (%s, window %s, attempt %d, v%d active)", v.Revision, at(v.At), v.By, v.Phase, v.Window, v.Attempt, v.Active)
}

func (t *Trigger) told() string {
	return fmt.Sprintf("trigger %s for window %s, attempt %d, sent to %s at %s, was answered %q at %s",
		t.ID, t.Window, t.Attempt, t.Worker, at(t.Called), t.answer(), at(t.Returned))
}

// answer is an answer in words, with its reason or its rotation if it has one.
func (t *Trigger) answer() string {
	switch {
	case t.Why != "":
		return string(t.Outcome) + ": " + t.Why
	case t.Rotation != "":
		return string(t.Outcome) + ": " + t.Rotation
	}
	return string(t.Outcome)
}
