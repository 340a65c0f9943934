package checker

import (
	"time"

	"github.com/anishathalye/porcupine"
)

// Admission, as callers see it: an object that holds at most one rotation in
// flight and remembers, for each window and attempt, whether it was admitted and
// whether it was aborted. Callers' triggers are its operations, and so are the
// steps by which a rotation makes room: being over (COMMITTED or ABORTED is
// recorded), after which the next may come or may still be told to wait, and
// being gone (IDLE is recorded).

// A slot is one attempt of one window; slots are numbered so that a state is a
// few words.
type slot struct {
	window  string
	attempt int
}

// maxSlots is how many slots a state has bits for. A history with more of them
// is not searched.
const maxSlots = 128

type slotSet [maxSlots / 64]uint64

func (s slotSet) has(k int8) bool { return k >= 0 && s[k/64]>>(k%64)&1 == 1 }
func (s slotSet) with(k int8) slotSet {
	s[k/64] |= 1 << (k % 64)
	return s
}
func (s slotSet) meets(o slotSet) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

type admissionKind uint8

const (
	admit     admissionKind = iota // answered admitted
	mayAdmit                       // no answer: it may have been admitted
	duplicate                      // answered duplicate
	busy                           // refused: another one is in flight
	attempted                      // a first attempt refused: the window has had one
	over                           // the rotation is committed or aborted
	gone                           // the record is IDLE again
)

type admissionOp struct {
	kind    admissionKind
	slot    int8
	prev    int8    // slot of the attempt before; -1 if this is the first
	any     slotSet // of duplicate and attempted: one of these was admitted
	aborted bool    // of over
}

type admissionState struct {
	inFlight          int8 // -1: none
	over              bool
	admitted, aborted slotSet
}

// room says that op's slot may be admitted now.
func (s admissionState) room(op admissionOp) bool {
	return (s.inFlight < 0 || s.over) && !s.admitted.has(op.slot) && (op.prev < 0 || s.aborted.has(op.prev))
}

func (s admissionState) enter(k int8) admissionState {
	s.inFlight, s.over, s.admitted = k, false, s.admitted.with(k)
	return s
}

// step is the object itself. A trigger without an answer takes effect whenever
// it can: one that did not can be put last, where nothing is left to disturb.
func (s admissionState) step(op admissionOp) (bool, admissionState) {
	switch op.kind {
	case admit:
		if !s.room(op) {
			return false, s
		}
		return true, s.enter(op.slot)
	case mayAdmit:
		if s.room(op) {
			s = s.enter(op.slot)
		}
		return true, s
	case duplicate, attempted:
		return s.admitted.meets(op.any), s
	case busy:
		return s.inFlight >= 0 && s.inFlight != op.slot, s
	case over:
		if s.inFlight != op.slot || s.over {
			return false, s
		}
		s.over = true
		if op.aborted {
			s.aborted = s.aborted.with(op.slot)
		}
		return true, s
	default: // gone
		if s.inFlight != op.slot {
			return false, s
		}
		s.inFlight, s.over = -1, false
		return true, s
	}
}

func admissionModel() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return admissionState{inFlight: -1} },
		Step: func(state, in, _ any) (bool, any) {
			ok, next := state.(admissionState).step(in.(admissionOp))
			return ok, next
		},
		Hash: func(state any) uint64 {
			s := state.(admissionState)
			h := uint64(s.inFlight+1) * 0x9e3779b97f4a7c15
			for i := range s.admitted {
				h = h*31 + s.admitted[i]*0xff51afd7ed558ccd + s.aborted[i]*0xc4ceb9fe1a85ec53
			}
			return h
		},
	}
}

// A flight is one rotation as the record shows it, from the revision that
// admitted it to the one that makes room for the next.
type flight struct {
	slot       int8
	start      *View
	over, gone *View // nil if it never came to that
	aborted    bool
	operated   bool // an operator started it, without a trigger
}

// admission is the admission of one key, as operations.
type admission struct {
	h       *History
	slots   []slot
	tooMany bool
	flights []flight
	ops     []porcupine.Operation
	end     time.Duration // after everything
}

// newAdmission makes the operations; none if there is nothing to check: no
// record that shows when there was room, or no trigger.
func newAdmission(h *History) *admission {
	a := &admission{h: h, end: h.End}
	if !h.Described || len(h.Triggers) == 0 {
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
	for i := range h.Triggers {
		a.triggerOp(&h.Triggers[i])
	}
	return a
}

// admissions checks the admission of one key; ok is false if there is nothing to
// check.
func admissions(h *History, opt Options) (l Linearity, ok bool) {
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
		l = decide(l, admissionModel(), a.ops, opt)
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
			a.slot(slot{t.Window, t.Attempt})
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
		switch {
		case v.starts(prev):
			k := a.slot(slot{v.Window, v.Attempt})
			a.flights = append(a.flights, flight{slot: k, start: v, operated: v.caused(byOperator)})
			cur = &a.flights[len(a.flights)-1]
		case cur == nil:
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

func (a *admission) add(op admissionOp, call, ret time.Duration) {
	a.ops = append(a.ops, porcupine.Operation{ClientId: len(a.ops), Input: op, Call: int64(call), Return: int64(ret)})
}

func (a *admission) flightOps(f *flight) {
	if f.operated { // nobody sent a trigger for it
		a.add(a.admitOp(admit, a.slots[f.slot]), f.start.Sent, f.start.At)
	}
	if f.over != nil {
		a.add(admissionOp{kind: over, slot: f.slot, aborted: f.aborted}, f.over.Sent, f.over.At)
	}
	if f.gone != nil {
		a.add(admissionOp{kind: gone, slot: f.slot}, f.gone.Sent, f.gone.At)
	}
}

func (a *admission) triggerOp(t *Trigger) {
	s := slot{t.Window, t.Attempt}
	switch t.Outcome {
	case Admitted:
		a.add(a.admitOp(admit, s), t.Called, t.Returned)
	case Unknown:
		a.add(a.admitOp(mayAdmit, s), t.Called, a.end)
	default:
		if op, asserts := a.turnedAway(t); asserts {
			a.add(op, t.Called, t.Returned)
		}
	}
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
	case t.Why == whyBusy:
		return admissionOp{kind: busy, slot: a.find(slot{t.Window, t.Attempt})}, true
	case t.Why == whyAttempt && t.Attempt <= 1:
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

// certified tries the obvious order: everything that the record shows happened
// when the store applied it, and each trigger at a moment that suits it.
func (a *admission) certified() bool {
	return a.flightsInTurn() && a.eachAdmittedOnce() && a.restFits()
}

func (a *admission) flightsInTurn() bool {
	s := admissionState{inFlight: -1}
	for i := range a.flights {
		f := &a.flights[i]
		steps := []admissionOp{a.admitOp(admit, a.slots[f.slot])}
		if f.over != nil {
			steps = append(steps, admissionOp{kind: over, slot: f.slot, aborted: f.aborted})
		}
		if f.gone != nil {
			steps = append(steps, admissionOp{kind: gone, slot: f.slot})
		}
		for _, op := range steps {
			ok := false
			if ok, s = s.step(op); !ok {
				return false
			}
		}
	}
	return true
}

// eachAdmittedOnce pairs triggers answered admitted with flights. A flight that
// is left over needs an operator, or a trigger that had no answer. (Those of one
// slot cannot be short: flightsInTurn lets a slot fly once.)
func (a *admission) eachAdmittedOnce() bool {
	paired := make([]bool, len(a.flights))
	for i := range a.h.Triggers {
		t := &a.h.Triggers[i]
		if t.Outcome != Admitted {
			continue
		}
		k := a.flightOf(t)
		if k < 0 || paired[k] || a.flights[k].operated {
			return false
		}
		paired[k] = true
	}
	for k := range a.flights {
		if f := &a.flights[k]; !paired[k] && !f.operated && !a.maybeAsked(f) {
			return false
		}
	}
	return true
}

func (a *admission) flightOf(t *Trigger) int {
	for k := range a.flights {
		v := a.flights[k].start
		if v.Window == t.Window && v.Attempt == t.Attempt && t.Called <= v.At && v.At <= t.Returned {
			return k
		}
	}
	return -1
}

func (a *admission) maybeAsked(f *flight) bool {
	for i := range a.h.Triggers {
		t := &a.h.Triggers[i]
		if t.Outcome == Unknown && t.Called <= f.start.At && t.Window == f.start.Window && t.Attempt == f.start.Attempt {
			return true
		}
	}
	return false
}

func (a *admission) restFits() bool {
	for i := range a.h.Triggers {
		t := &a.h.Triggers[i]
		if t.Outcome == Admitted || t.Outcome == Unknown {
			continue
		}
		if op, asserts := a.turnedAway(t); asserts && !a.someFlight(t, op) {
			return false
		}
	}
	return true
}

// someFlight says that a flight explains why t was turned away.
func (a *admission) someFlight(t *Trigger, op admissionOp) bool {
	for k := range a.flights {
		f := &a.flights[k]
		if f.start.At > t.Returned {
			return false // and so are all later ones
		}
		if op.kind != busy {
			if op.any.has(f.slot) {
				return true
			}
		} else if f.slot != op.slot && a.until(k) >= t.Called {
			return true
		}
	}
	return false
}

// until is when flight k made way.
func (a *admission) until(k int) time.Duration {
	switch {
	case a.flights[k].gone != nil:
		return a.flights[k].gone.At
	case k+1 < len(a.flights):
		return a.flights[k+1].start.At
	}
	return forever
}
