package checker

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// Admission, as callers see it: an object that holds at most one rotation in flight,
// remembers for each attempt of a window which rotation it started, and tells callers its
// id. That a rotation starts is a write of the record, known by its revision: so an
// answer is held against the starts that there were, and one without an answer may have
// made one of them or none.

// A slot is one attempt of one window.
type slot struct {
	window  string
	attempt int
}

func slotOf(t *Trigger) slot { return slot{t.Window, t.Attempt} }

// A flight is one rotation as the record shows it.
type flight struct {
	start         *View
	write         int   // that starts it, from 0
	last          *View // that tells of it
	over, aborted bool
	operated      bool     // an operator started it, without a trigger
	admitted      *Trigger // who was told that it was its own
}

func (f *flight) slot() slot { return slot{f.start.Window, f.start.Attempt} }

// admission is the admission of one key, while it is checked.
type admission struct {
	h       *Past
	row     row
	flights []flight
	busy    []stand // when a rotation is in flight, or the key halted without one
	told    []told
	wrong   *misfit // the first thing that is wrong without any look at times

	slots   map[slot]int      // flights; all of these are looked up only
	windows map[string]int    // the first flight of each
	named   map[[2]string]int // by window and id of the rotation
}

// admissions checks the admission of one key; ok is false if there is nothing to check:
// no record that shows what started, or no trigger.
func admissions(h *Past, opt Options) (l Linearity, ok bool) {
	if !h.Offers.Record || len(h.Triggers) == 0 {
		return l, false
	}
	a := newAdmission(h)
	l = Linearity{Object: "admission", Invariant: "S1", Key: h.Keys[0], Ops: len(a.row) + len(h.Triggers)}
	if a.wrong != nil {
		l.refuted(a.wrong)
	} else {
		l.decide(a.row, a.told, a.against, opt)
	}
	return l, true
}

func newAdmission(h *Past) *admission {
	a := &admission{h: h, slots: map[slot]int{}, windows: map[string]int{}, named: map[[2]string]int{}}
	a.follow()
	a.close()
	if a.busy == nil {
		a.busy = []stand{} // never, which is not the same as nothing said
	}
	for i := range h.Triggers {
		a.hear(&h.Triggers[i])
	}
	a.explainStarts()
	return a
}

// refute keeps the first misfit.
func (a *admission) refute(at time.Duration, cites []Cite, format string, args ...any) {
	if a.wrong == nil {
		a.wrong = &misfit{at, cites, fmt.Sprintf(format, args...)}
	}
}

// follow reads off the views what starts and what makes room for the next.
func (a *admission) follow() {
	var cur *flight
	var prev *View
	rests := false // the key is halted with nothing in flight
	for i := range a.h.Views {
		v := &a.h.Views[i]
		starts := v.starts(prev)
		switch {
		case starts:
			a.close()
			a.start(v, cur)
			cur = &a.flights[len(a.flights)-1]
			rests = false
		case cur != nil && v.Phase == Idle:
			a.close()
			a.row.write(v)
			cur = nil
		case cur != nil:
			cur.last = v
			if !cur.over && (v.Phase == Committed || v.Phase == Aborted) {
				cur.over, cur.aborted = true, v.Phase == Aborted
			}
		case rests != (v.Phase == Halted):
			if rests {
				a.close()
			}
			a.row.write(v)
			if rests = !rests; rests {
				a.open()
			}
		}
		prev = v
	}
}

func (a *admission) open() {
	a.busy = append(a.busy, stand{len(a.row), stillOpen})
}

const stillOpen = -1

// close ends the stretch that is open, if one is: with the write that is to come, or
// with none.
func (a *admission) close() {
	if n := len(a.busy); n > 0 && a.busy[n-1].to == stillOpen {
		a.busy[n-1].to = len(a.row)
	}
}

// start takes a rotation that starts, and refutes one that may not: another is in
// flight, its attempt was had, or the attempt before it was not aborted. Any number may
// start without a window, for operators.
func (a *admission) start(v *View, cur *flight) {
	f := flight{start: v, last: v, write: len(a.row), operated: v.caused(byOperator)}
	s, n := f.slot(), len(a.flights)
	if cur != nil && !cur.over {
		a.outOfTurn(v, cur.last)
	}
	if !f.operated || s.window != "" {
		if k, had := a.slots[s]; had {
			a.outOfTurn(v, a.flights[k].start)
		}
		if k, had := a.slots[slot{s.window, s.attempt - 1}]; s.attempt > 1 && !(had && a.flights[k].aborted) {
			before := v
			if had {
				before = a.flights[k].last
			}
			a.outOfTurn(v, before)
		}
		a.slots[s] = n
		if _, had := a.windows[s.window]; !had {
			a.windows[s.window] = n
		}
	}
	if name := [2]string{s.window, v.Rotation}; v.Rotation != "" {
		if _, had := a.named[name]; !had {
			a.named[name] = n
		}
	}
	a.row.write(v)
	a.open()
	a.flights = append(a.flights, f)
}

func (a *admission) outOfTurn(v, before *View) {
	if v == before {
		a.refute(v.At, citing(v), "%s starts, and the attempt before it never had", v.told())
		return
	}
	a.refute(v.At, citing(before, v), "%s starts rotation %s, and does not follow from %s", v.told(), v.Rotation, before.told())
}

// hear takes an answer. Whether a caller had the right to ask, or a later attempt was
// within policy, is for others to judge.
func (a *admission) hear(t *Trigger) {
	switch {
	case t.Outcome == Admitted:
		a.admitted(t)
	case t.Outcome == Duplicate:
		if k, shown := a.named[[2]string{t.Window, t.Rotation}]; shown {
			a.sees(t, stand{a.flights[k].write + 1, len(a.row)})
		} else {
			a.refuteAnswer(t)
		}
	case t.Outcome == Refused && t.Why == WhyBusy:
		a.told = a.row.and(a.told, told{called: t.Called, returned: t.Returned, of: t, when: a.busy, but: a.own(t)})
	case t.Outcome == Refused && t.Why == WhyAttempt && t.Attempt <= 1:
		if k, shown := a.windows[t.Window]; shown {
			a.sees(t, stand{a.flights[k].write + 1, len(a.row)})
		} else {
			a.refuteAnswer(t)
		}
	}
}

func (a *admission) sees(t *Trigger, s stand) {
	a.told = a.row.and(a.told, told{called: t.Called, returned: t.Returned, of: t, at: s})
}

func (a *admission) refuteAnswer(t *Trigger) {
	if a.wrong == nil {
		a.wrong = a.against(t)
	}
}

// own is the place in busy of the flight of a trigger's own: it is no reason to tell it
// that another one is in flight. -1 if it has none.
func (a *admission) own(t *Trigger) int {
	if k, had := a.slots[slotOf(t)]; had {
		return sort.Search(len(a.busy), func(i int) bool { return a.busy[i].from > a.flights[k].write })
	}
	return -1
}

// admitted takes it that a caller was told that a rotation is its own: it started within
// the call, under that id, for that attempt, and for nobody else.
func (a *admission) admitted(t *Trigger) {
	k, started := a.slots[slotOf(t)]
	if !started || a.flights[k].start.Rotation != t.Rotation || a.flights[k].operated {
		a.refuteAnswer(t)
		return
	}
	f := &a.flights[k]
	if f.admitted != nil {
		if a.wrong == nil {
			a.wrong = facts(f.admitted, t)
		}
		return
	}
	f.admitted = t
	a.told = a.row.and(a.told, told{called: t.Called, returned: forever, of: t, at: stand{0, f.write}})
	a.sees(t, stand{f.write + 1, len(a.row)})
}

// explainStarts demands of each rotation that somebody may have started it: who was
// told so, an operator, or a trigger that can have.
func (a *admission) explainStarts() {
	may := map[slot]*Trigger{} // the one asked first, of those that can have
	refused := map[slot]*Trigger{}
	for i := range a.h.Triggers {
		t := &a.h.Triggers[i]
		switch s := slotOf(t); {
		case !a.mayStart(t):
			refused[s] = t
		case may[s] == nil || t.Called < may[s].Called:
			may[s] = t
		}
	}
	for k := range a.flights {
		f := &a.flights[k]
		if f.admitted != nil || f.operated {
			continue
		}
		if t := may[f.slot()]; t != nil {
			a.told = a.row.and(a.told, told{called: t.Called, returned: forever, of: t, at: stand{0, f.write}})
		} else if t := refused[f.slot()]; t != nil {
			a.refute(f.start.At, citing(f.start, t), "%s starts rotation %s, and nobody who can have started it asked for that; %s", f.start.told(), f.start.Rotation, t.told())
		} else {
			a.refute(f.start.At, citing(f.start), "%s starts rotation %s, and nobody asked for that", f.start.told(), f.start.Rotation)
		}
	}
}

// mayStart says that a trigger can have started a rotation that its caller was not told
// of as its own: it had no answer; it was told of its own rotation, or of a later one of
// its window, as of another's; or the network delivered it twice, and its caller heard
// of one delivery only.
func (a *admission) mayStart(t *Trigger) bool {
	switch {
	case t.Outcome == Unknown:
		return true
	case t.Outcome == Duplicate:
		told, shown := a.named[[2]string{t.Window, t.Rotation}]
		own, started := a.slots[slotOf(t)]
		if shown && started && told >= own {
			return true
		}
	}
	return t.Outcome != Admitted && a.h.doubledRequest(t.Called, t.Returned)
}

// doubling is the kind of fault by which the network delivers a message more than once.
const doubling = "duplicate"

// doubledRequest says that a message from where people and schedulers ask was delivered
// twice at some time of a stretch.
func (p *Past) doubledRequest(from, to time.Duration) bool {
	for i := range p.Faults {
		f := &p.Faults[i]
		if f.Kind != doubling || !slices.ContainsFunc(f.Bites, func(t time.Duration) bool { return from <= t && t <= to }) {
			continue
		}
		if slices.ContainsFunc(p.Machines, func(m Machine) bool { return m.Duty == OperatorDuty && slices.Contains(f.On, m.Name) }) {
			return true
		}
	}
	return false
}

// against is an answer, and what the record alone has against it; nil if it takes more
// to see.
func (a *admission) against(of citable) *misfit {
	t, is := of.(*Trigger)
	if !is {
		return nil
	}
	why, by := a.contradiction(t)
	if why == "" {
		return nil
	}
	return &misfit{t.Returned, append(citing(t), citing(by...)...), t.told() + ", though " + why}
}

func (a *admission) contradiction(t *Trigger) (why string, by []citable) {
	k, started := a.slots[slotOf(t)]
	switch {
	case t.Outcome == Admitted && !started:
		return "no revision of that time starts a rotation for it", nil
	case t.Outcome == Admitted:
		v := a.flights[k].start
		switch {
		case a.flights[k].operated:
			return fmt.Sprintf("revision %d at %s starts that rotation for an operator", v.Revision, at(v.At)), []citable{v}
		case v.Rotation != t.Rotation:
			return fmt.Sprintf("revision %d at %s starts it as rotation %s", v.Revision, at(v.At), v.Rotation), []citable{v}
		}
		return fmt.Sprintf("no revision of that time starts a rotation for it; revision %d at %s does", v.Revision, at(v.At)), []citable{v}
	case t.Outcome == Duplicate, t.Outcome == Refused && t.Why == WhyAttempt:
		return a.unseen(t)
	case t.Outcome == Refused && t.Why == WhyBusy:
		return a.idle(t)
	}
	return "", nil
}

// unseen tells that a caller heard of a rotation that there was not yet, or never.
func (a *admission) unseen(t *Trigger) (why string, by []citable) {
	k, started := a.windows[t.Window]
	if started && t.Outcome == Duplicate {
		if k, started = a.named[[2]string{t.Window, t.Rotation}]; !started {
			v := a.flights[a.windows[t.Window]].start
			return fmt.Sprintf("no rotation of that window has that id; revision %d at %s starts %s", v.Revision, at(v.At), v.Rotation), []citable{v}
		}
	}
	if !started {
		return "no revision before had started a rotation of that window", nil
	}
	v := a.flights[k].start
	return fmt.Sprintf("no revision before had started a rotation of that window; revision %d at %s starts rotation %s", v.Revision, at(v.At), v.Rotation), []citable{v}
}

// idle tells how the record stood when a trigger was told that it is busy.
func (a *admission) idle(t *Trigger) (why string, by []citable) {
	v := viewAt(a.h.Views, t.Returned)
	if v == nil || !inFlight(v.Phase) {
		if v != nil {
			by = []citable{v}
		}
		return "the record had no rotation in flight", by
	}
	if k, had := a.slots[slotOf(t)]; had && a.flights[k].start.Rotation == v.Rotation {
		return fmt.Sprintf("rotation %s, which the record had as %s since revision %d, is its own", v.Rotation, v.Phase, v.Revision), []citable{v}
	}
	return fmt.Sprintf("rotation %s (window %s), which the record had as %s since revision %d, was not in flight", v.Rotation, v.Window, v.Phase, v.Revision), []citable{v}
}
