package faults

import "fmt"

// A Chooser chooses a number from 0 to n-1.
type Chooser interface{ Choose(n int) int }

// How many events a random plan has. With fewer than three too many runs are quiet;
// with more than six most rotations are given up before anything can go wrong in them.
const (
	fewestRandom = 3
	mostRandom   = 6
)

// Random draws the events of one run: its theme, which is a few kinds, and then
// three to six events of them, of which the first is where the turn leads to. Two runs
// in eight have an encounter in place of that, and one a lone event, or all three have relapses
// where the engine has steps of its own; one in sixteen has a sequel; and a few are about what ends
// all that a run can show.
//
// Every choice is made by the chooser of its own place, and each place is asked
// for once, so that no choice shifts another. It is empty when s allows nothing.
func Random(c func(place string) Chooser, s Space, turn Turn) []Event {
	return All.random(c, s, turn)
}

func (t Table) random(c func(place string) Chooser, s Space, turn Turn) []Event {
	possible := s.often(s.possible(t))
	if len(possible) == 0 {
		return nil
	}
	if plan := t.small(c, s, turn); plan != nil {
		return plan
	}
	lead, core := turn.lead(s, possible)
	if lead.kind == nil {
		core = c("faults/theme/core").Choose(2) == 1
	}
	kinds := themes{c, possible}.draw(lead.kind, core)
	var plan []Event
	for i := range fewestRandom + c("faults/count").Choose(mostRandom-fewestRandom+1) {
		d := draw{c: c, i: i, s: s}
		if i == 0 && lead.kind != nil {
			d.k, d.on = lead.kind, lead.on
		} else {
			d.k = kinds[d.choose("kind", len(kinds))]
		}
		plan = append(plan, d.event())
	}
	return plan
}

// small is the plan of a run that has an encounter, a lone event, a sequel or relapses; none for all others.
func (t Table) small(c func(place string) Chooser, s Space, turn Turn) []Event {
	n := turn.N % 8
	if turn.Order == nil {
		n = c("faults/small").Choose(8)
	}
	switch what := smalls[n]; {
	case len(s.Steps) > 0 && (what == anEncounter || what == loneEvent):
		return t.relapses(c, s, turn)
	case what == loneEvent:
		return lone{c, s, t}.draw()
	case what == anEncounter:
		return encounter{c, s, t}.draw()
	case what == theLast:
		if plan := (lone{c, s, t}).last(); plan != nil {
			return plan
		}
		return sequel{c: c, s: s, t: t}.draw()
	}
	return nil
}

// A draw makes the choices of one event.
type draw struct {
	c  func(place string) Chooser
	i  int
	s  Space
	k  *Kind
	on Moment // that it is led to; none: anywhere
}

// choose is one choice; what is its place within the event.
func (d *draw) choose(what string, n int) int {
	return d.c(fmt.Sprintf("faults/%d/%s", d.i, what)).Choose(n)
}

// event draws the slots of the kind's form, the last first: a time leaves room
// for the duration, and a target depends on whether there is an actor.
func (d *draw) event() Event {
	e := Event{Kind: d.k.Name}
	slots := d.k.slots()
	for i := len(slots) - 1; i >= 0; i-- {
		if slots[i].draw != nil {
			slots[i].draw(d, &e)
		}
	}
	return e
}
