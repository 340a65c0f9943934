package checker

import "time"

// certified tries the obvious order: everything that the record shows happened
// when the store applied it, and each trigger at a moment that suits it.
func (a *admission) certified() bool {
	return a.flightsInTurn() && a.eachAdmittedOnce() && a.restFits()
}

func (a *admission) flightsInTurn() bool { return a.outOfTurn() == nil }

// outOfTurn is the first revision of a flight that those before it do not allow.
func (a *admission) outOfTurn() *View {
	s := admissionState{inFlight: -1}
	for i := range a.flights {
		f := &a.flights[i]
		for _, next := range []struct {
			at *View
			op admissionOp
		}{
			{f.start, a.admitOp(admit, a.slots[f.slot])},
			{f.over, admissionOp{kind: over, slot: f.slot, aborted: f.aborted}},
			{f.gone, admissionOp{kind: gone, slot: f.slot}},
		} {
			if next.at == nil {
				continue
			}
			ok := false
			if ok, s = s.step(next.op); !ok {
				return next.at
			}
		}
	}
	return nil
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
		if t := &a.h.Triggers[i]; a.mayTakeEffect(t) && t.Called <= f.start.At && slotOf(t) == a.slots[f.slot] {
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

// someFlight says that a flight, or a halt, explains why t was turned away.
func (a *admission) someFlight(t *Trigger, op admissionOp) bool {
	for _, r := range a.halts {
		if op.kind == busy && r.from.At <= t.Returned && (r.to == nil || r.to.At >= t.Called) {
			return true
		}
	}
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
