package checker

import (
	"fmt"
	"slices"
	"time"
)

// SettleBound is within what time an admitted rotation comes to rest once no
// fault is in force. The worst way through is, in turn:
//
//	OwnerLease   the owner has just died: its lease must run out
//	OpenLease    a barrier waits for the stamps of nodes that died last; or
//	DrainDeadline   sealing is given back meanwhile, whichever is longer
//	PublishLead  then relying parties' caches are waited for
//	settleCalls  what was in flight when the last fault ended: a call that
//	             times out, the longest backoff after it, and the calls of
//	             a healthy rotation
//
// What a node that is gone has left in the store runs out once, for all barriers:
// one that comes later, an abort's too, finds nothing more to wait for.
//
// The waits are measured by clocks that may be off by ρ, each against another
// that may be off the other way: hence 1+2ρ.
func (h *History) SettleBound() time.Duration {
	p := &h.Policy
	waits := p.OwnerLease + max(p.OpenLease, p.DrainDeadline) + p.PublishLead
	drift := waits / 1_000_000 * time.Duration(2*p.DriftPPM)
	return waits + drift + settleCalls*h.CallTimeout
}

const settleCalls = 6

var l1 = Invariant{"L1",
	"Every admitted rotation reaches IDLE, ABORTED or HALTED within a bound; a halt or an abort cites a fault that bit, and where none did, every admitted rotation commits.",
	[]Clause{
		{"settles", "An admitted rotation comes to rest within the bound."},
		{"told", "Somebody is told of a halt within the bound."},
		{"cause", "A halt or an abort that no operator asked for comes after a fault that bit."},
		{"commits", "Where no fault bit, every rotation with time enough commits."},
	}, judgeL1}

const (
	l1Settles clause = iota
	l1Paged
	l1Cause
	l1Commits
)

// L1: rotations come to rest, and not for nothing in a halt or an abort.
func judgeL1(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("no rotation was started")
	for _, s := range starts(h.Views) {
		t.skip("no rotation had time to settle")
		r := rotation{h, fateOf(h.Views, s.i)}
		for of, had := range [...]bool{l1Settles: r.settles(t), l1Cause: r.stopsForCause(t), l1Commits: r.commits(t)} {
			if had {
				t.judged(clause(of))
			}
		}
	}
}

// A rotation is one that was admitted, with the views that are its own.
type rotation struct {
	h     *Past
	views []View
}

func (r rotation) start() *View { return &r.views[0] }
func (r rotation) last() *View  { return &r.views[len(r.views)-1] }

// settles demands rest within the bound; what an operator did meanwhile gives it
// the bound again. It returns whether there was anything to judge.
func (r rotation) settles(t *tally) bool {
	switch last := r.last(); last.Phase {
	case Idle, Aborted:
		return true
	case Halted:
		return r.told(t)
	default:
		from := max(r.start().At, r.h.Healed)
		for i := range r.views {
			if r.views[i].caused(byOperator) {
				from = max(from, r.views[i].At)
			}
		}
		bound := r.h.SettleBound()
		if r.h.End-from <= bound {
			return false
		}
		t.add(l1Settles, from+bound, r.story(), "rotation %s (window %s) started at %s, revision %d, and is still %s (revision %d at %s) at the end, %s%s; %s was allowed from %s on",
			last.Rotation, r.start().Window, at(r.start().At), r.start().Revision, last.Phase, last.Revision, at(last.At), at(r.h.End), r.lost(), at(bound), at(from))
		return true
	}
}

// next is the revision after the last that is the rotation's own; nil if there is none.
func (r rotation) next() *View {
	i := slices.IndexFunc(r.h.Views, func(v View) bool { return v.Revision > r.last().Revision })
	if i < 0 {
		return nil
	}
	return &r.h.Views[i]
}

// lost tells that another rotation has taken the record from one that is not over.
func (r rotation) lost() string {
	if n := r.next(); n != nil {
		return fmt.Sprintf(", since rotation %s took the record at %s, revision %d", n.Rotation, at(n.At), n.Revision)
	}
	return ""
}

// story is what to cite of a rotation that does not end.
func (r rotation) story() []Cite {
	if n := r.next(); n != nil {
		return citing(r.start(), r.last(), n)
	}
	return citing(r.start(), r.last())
}

// told demands of a rotation that ends halted that somebody was paged: a halt that
// nobody hears of is no rest, for nobody will end it.
func (r rotation) told(t *tally) bool {
	i := len(r.views) - 1
	for i > 0 && r.views[i-1].Phase == Halted {
		i--
	}
	halt, bound := &r.views[i], r.h.SettleBound()
	by := max(halt.At, r.h.Healed) + bound
	if slices.ContainsFunc(r.h.Pages, func(p Page) bool { return halt.At <= p.At && p.At <= by }) {
		return true
	}
	if r.h.End <= by {
		return false
	}
	t.add(l1Paged, by, citing(halt), "rotation %s (window %s) was halted at %s, revision %d (%s), and nobody was told by %s",
		halt.Rotation, r.start().Window, at(halt.At), halt.Revision, halt.why(), at(by))
	return true
}

// stopsForCause demands that a halt and an abort that no operator had a hand in
// come after a fault that bit. A deadline that passed while an operator kept the
// rotation halted is the operator's.
func (r rotation) stopsForCause(t *tally) bool {
	judged, operator := false, false
	for i := 1; i < len(r.views); i++ {
		v, p := &r.views[i], &r.views[i-1]
		operator = operator || r.askedFor(v)
		stopped := v.Phase == Halted || v.Phase == Aborting || v.Phase == Aborted && p.Phase != Aborting
		if !stopped || v.Phase == p.Phase || operator {
			continue
		}
		judged = true
		if !bitBefore(r.h.Faults, v.At) {
			t.add(l1Cause, v.At, citing(p, v), "rotation %s (window %s) went from %s to %s at %s, revision %d (%s), though no fault had bitten",
				v.Rotation, r.start().Window, p.Phase, v.Phase, at(v.At), v.Revision, v.why())
		}
	}
	return judged
}

// commits demands, of a run in which no fault bit, that every rotation with time
// enough is committed, unless an operator had a hand in it.
func (r rotation) commits(t *tally) bool {
	operator := slices.ContainsFunc(r.views, func(v View) bool { return r.askedFor(&v) })
	done := slices.ContainsFunc(r.views, func(v View) bool { return v.Phase == Committed })
	bound := r.h.SettleBound()
	if operator || bitBefore(r.h.Faults, forever) || r.h.End-r.start().At < bound && !done {
		return false
	}
	if !done {
		t.add(l1Commits, r.start().At+bound, citing(r.start(), r.last()), "rotation %s (window %s) started at %s, revision %d; no fault bit, and within %s it did not commit: it is %s",
			r.start().Rotation, r.start().Window, at(r.start().At), r.start().Revision, at(bound), r.last().Phase)
	}
	return true
}

// askedFor says that an operator is behind a view: by its entry, or, where the
// engine left none, by an act that could have been.
func (r rotation) askedFor(v *View) bool {
	if len(v.Audit) > 0 {
		return v.caused(byOperator)
	}
	verb := map[Phase]string{Halted: "halt", Aborting: "abort", Aborted: "abort"}[v.Phase]
	return verb != "" && slices.ContainsFunc(r.h.Acts, func(a Act) bool { return a.Verb == verb && a.Called <= v.At })
}

func bitBefore(faults []Fault, t time.Duration) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool { return len(f.Bites) > 0 && f.From <= t })
}

// why is what a view says for itself.
func (v *View) why() string {
	switch {
	case v.Halt.Reason != "":
		return v.Halt.Reason
	case len(v.Audit) > 0:
		return v.Audit[0].Cause
	}
	return "no cause is given"
}
