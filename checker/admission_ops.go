package checker

import (
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// How the operations on admission are read off a history.

// A flight is one rotation as the record shows it, from the revision that
// admitted it to the one that makes room for the next.
type flight struct {
	slot       int8
	start      *View
	over, gone *View // nil if it never came to that
	aborted    bool
	operated   bool // an operator started it, without a trigger
}

// A rest is a time of being halted with nothing in flight.
type rest struct {
	from, to *View // to is nil if it never ended
}

// admission is the admission of one key, as operations.
type admission struct {
	h       *Past
	slots   []slot
	tooMany bool
	flights []flight
	halts   []rest
	ops     []porcupine.Operation
	end     time.Duration // after everything
}

// newAdmission makes the operations; none if there is nothing to check: no
// record that shows when there was room, or no trigger.
func newAdmission(h *Past) *admission {
	a := &admission{h: h, end: h.End}
	if !h.Offers.Record || len(h.Triggers) == 0 {
		return a
	}
	a.number()
	a.follow()
	if a.tooMany {
		return a
	}
	for i := range a.flights {
		a.flightOps(&a.flights[i])
	}
	for _, r := range a.halts {
		a.add(admissionOp{kind: rests, halted: true}, r.from, r.from.Sent, r.from.At)
		if r.to != nil {
			a.add(admissionOp{kind: rests}, r.to, r.to.Sent, r.to.At)
		}
	}
	for i := range h.Triggers {
		a.triggerOp(&h.Triggers[i])
	}
	return a
}

// admissions checks the admission of one key; ok is false if there is nothing to
// check.
func admissions(h *Past, opt Options) (l Linearity, ok bool) {
	a := newAdmission(h)
	l = Linearity{Object: "admission", Invariant: "S1", Key: h.Keys[0], Ops: len(a.ops)}
	switch {
	case a.tooMany:
		l.Result, l.Detail = Undecided, "too many windows to search"
	case len(a.ops) == 0:
		return l, false
	case a.certified():
		l.Result = Linearizable
	default:
		if l = decide(l, admissionModel(), a.ops, opt); l.Result == Illegal {
			a.explain(&l, opt)
		}
	}
	return l, true
}

// number gives each slot its number. Those that were only ever turned away as
// busy need none: nobody asks whether they were admitted.
func (a *admission) number() {
	for i := range a.h.Triggers {
		t := &a.h.Triggers[i]
		a.end = max(a.end, t.Called+1, t.Returned+1)
		if t.Outcome != Refused {
			a.slot(slotOf(t))
		}
	}
}

// follow reads the flights off the views.
func (a *admission) follow() {
	var cur *flight
	var prev *View
	for i := range a.h.Views {
		v := &a.h.Views[i]
		a.end = max(a.end, v.At+1)
		if n := len(a.halts); n > 0 && a.halts[n-1].to == nil && v.Phase != Halted {
			a.halts[n-1].to = v
		}
		switch {
		case v.starts(prev):
			k := a.slot(slot{v.Window, v.Attempt})
			a.flights = append(a.flights, flight{slot: k, start: v, operated: v.caused(byOperator)})
			cur = &a.flights[len(a.flights)-1]
		case cur == nil:
			if v.Phase == Halted && (prev == nil || prev.Phase != Halted) {
				a.halts = append(a.halts, rest{from: v})
			}
		case v.Phase == Idle:
			cur.gone, cur = v, nil
		case (v.Phase == Committed || v.Phase == Aborted) && cur.over == nil:
			cur.over, cur.aborted = v, v.Phase == Aborted
		}
		prev = v
	}
}

func (a *admission) find(s slot) int8 {
	for k := range a.slots {
		if a.slots[k] == s {
			return int8(k)
		}
	}
	return -1
}

// slot returns the number of s. The last number is kept for attempts that nobody
// ever heard of.
func (a *admission) slot(s slot) int8 {
	if k := a.find(s); k >= 0 {
		return k
	}
	if len(a.slots) == maxSlots-1 {
		a.tooMany = true
		return -1
	}
	a.slots = append(a.slots, s)
	return int8(len(a.slots) - 1)
}

// before returns the slot of the attempt before s, -1 if s is a first attempt.
func (a *admission) before(s slot) int8 {
	if s.attempt <= 1 {
		return -1
	}
	if k := a.find(slot{s.window, s.attempt - 1}); k >= 0 {
		return k
	}
	return maxSlots - 1
}

// add adds an operation; its output is what it was read off.
func (a *admission) add(op admissionOp, of citable, call, ret time.Duration) {
	a.ops = append(a.ops, porcupine.Operation{ClientId: len(a.ops), Input: op, Output: of, Call: int64(call), Return: int64(ret)})
}

func (a *admission) flightOps(f *flight) {
	if f.operated { // nobody sent a trigger for it
		a.add(a.admitOp(admit, a.slots[f.slot]), f.start, f.start.Sent, f.start.At)
	}
	if f.over != nil {
		a.add(admissionOp{kind: over, slot: f.slot, aborted: f.aborted}, f.over, f.over.Sent, f.over.At)
	}
	if f.gone != nil {
		a.add(admissionOp{kind: gone, slot: f.slot}, f.gone, f.gone.Sent, f.gone.At)
	}
}

func (a *admission) triggerOp(t *Trigger) {
	s := slotOf(t)
	switch t.Outcome {
	case Admitted:
		a.add(a.admitOp(admit, s), t, t.Called, t.Returned)
	case Unknown:
		a.add(a.admitOp(mayAdmit, s), t, t.Called, a.end)
	default:
		if op, asserts := a.turnedAway(t); asserts {
			a.add(op, t, t.Called, t.Returned)
		}
		if a.mayTakeEffect(t) {
			a.add(a.admitOp(mayAdmit, s), t, t.Called, a.end)
		}
	}
}

func slotOf(t *Trigger) slot { return slot{t.Window, t.Attempt} }

// mayTakeEffect says that t may have been admitted though its caller was not told
// so. The network may deliver a request twice, and the caller hears of one only:
// a trigger answered duplicate may be so of itself, and the copy of one that came
// too early may come in time. It is given that benefit only if a rotation started
// for its slot and nobody was told.
func (a *admission) mayTakeEffect(t *Trigger) bool {
	switch {
	case t.Outcome == Unknown:
		return true
	case t.Outcome == Admitted, t.Outcome == Refused && t.Why != WhyBusy && t.Why != WhyAttempt:
		return false
	}
	s := slotOf(t)
	if !slices.ContainsFunc(a.flights, func(f flight) bool { return a.slots[f.slot] == s }) {
		return false
	}
	return !slices.ContainsFunc(a.h.Triggers, func(o Trigger) bool {
		return slotOf(&o) == s && (o.Outcome == Admitted || o.Outcome == Unknown)
	})
}

func (a *admission) admitOp(kind admissionKind, s slot) admissionOp {
	return admissionOp{kind: kind, slot: a.find(s), prev: a.before(s)}
}

// turnedAway is what a duplicate or a refusal asserts. Whether a caller had the
// right to ask, or a later attempt was within policy, is for others to judge.
func (a *admission) turnedAway(t *Trigger) (op admissionOp, asserts bool) {
	switch {
	case t.Outcome == Duplicate:
		return admissionOp{kind: duplicate, any: a.ofWindow(t.Window, t.Rotation)}, true
	case t.Why == WhyBusy:
		return admissionOp{kind: busy, slot: a.find(slotOf(t))}, true
	case t.Why == WhyAttempt && t.Attempt <= 1:
		return admissionOp{kind: attempted, any: a.ofWindow(t.Window, "")}, true
	}
	return admissionOp{}, false
}

// ofWindow is the slots of a window; only those of one rotation, if the record
// ever showed it.
func (a *admission) ofWindow(window, rotation string) slotSet {
	var all, own slotSet
	shown := false
	for k, s := range a.slots {
		if s.window == window {
			all = all.with(int8(k))
		}
	}
	for _, f := range a.flights {
		if rotation != "" && f.start.Rotation == rotation {
			shown = true
			if a.slots[f.slot].window == window {
				own = own.with(f.slot)
			}
		}
	}
	if shown {
		return own
	}
	return all
}
