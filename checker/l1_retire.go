package checker

import (
	"fmt"
	"slices"
	"time"
)

// retires demands of every version that another one has followed that it is destroyed, in
// time. What stands still in a halt, and what somebody holds, is not asked for.
func retires(t *tally, h *Past) {
	var trouble trouble
	for _, r := range reigns(h.Views) {
		if r.end == nil {
			continue
		}
		if trouble == nil {
			trouble = h.troubleOn(StoreDuty, KeysDuty, NodeDuty, WorkerDuty).withAll(h.halts())
		}
		waits := trouble.withAll(h.holdsOf(r.version)).withAll(h.issuing(r.version))
		v, told := h.endOf(r), h.deadline(waits, r.end.At, h.RetireBound())
		switch {
		case v != nil && v.early() <= told:
			t.judged(l1Retires)
		case h.End <= told:
		case h.keptFor(r.version, told):
			h.toldOfKept(t, r, told)
		default:
			h.overdue(t, r, v, h.deadline(waits.withAll(h.spoilt()), r.end.At, h.RetireBound()))
		}
	}
}

// overdue holds a version to the bound that counts anew from when what was spoilt was put right;
// v is the view that has it as destroyed, if any has.
func (h *Past) overdue(t *tally, r reign, v *View, by time.Duration) {
	onTime := v != nil && v.early() <= by
	if !onTime && h.End <= by {
		return
	}
	t.judged(l1Retires)
	if !onTime {
		t.add(l1Retires, by, citing(r.end), "v%d is old since %s, revision %d, and %s; %s was allowed from then, or from the last fault or halt on",
			r.version, at(r.end.At), r.end.Revision, h.left(r.version, by), at(h.RetireBound()))
	}
}

// toldOfKept demands that somebody was told of a version that stays for what is kept under it:
// nobody else will see to that.
func (h *Past) toldOfKept(t *tally, r reign, by time.Duration) {
	by = h.deadline(h.paging(), by, h.PageBound())
	told := func(p Page) bool { return p.Notice && p.Version == r.version && r.end.At <= p.At && p.At <= by }
	switch {
	case slices.ContainsFunc(h.Pages, told):
		t.judged(l1Kept)
	case h.End > by:
		t.judged(l1Kept)
		t.add(l1Kept, by, citing(r.end), "v%d is old since %s, revision %d, and stays since what is kept under it, or under an older one, cannot be moved; nobody was told of that by %s",
			r.version, at(r.end.At), r.end.Revision, at(by))
	}
}

// spoilt are the intervals in which something stood that nobody could read, where a text was kept:
// that may have been under any version.
func (h *Past) spoilt() (all []interval) {
	if !h.rewraps() {
		return nil
	}
	for i := range h.Keeps {
		k := &h.Keeps[i]
		if !k.Spoiled {
			continue
		}
		to := h.End
		if next := slices.IndexFunc(h.Keeps[i+1:], func(n Keep) bool { return n.Name == k.Name }); next >= 0 {
			to = h.Keeps[i+1+next].At
		}
		all = append(all, interval{k.At, to})
	}
	return all
}

// keptFor says that a version stays for what is kept under it, or under an older one, and
// that nobody can move by some time: nobody can read it, no material opens it, what opened it has
// ended, or policy lets nothing more be sealed.
func (h *Past) keptFor(n uint32, by time.Duration) bool {
	if !h.rewraps() {
		return false
	}
	kept := h.keptAt(by)
	if len(kept.spoiled) > 0 { // it may be under any version
		return true
	}
	for _, k := range kept.now {
		if k.under() <= n && (k.Used == (Sealing{}) || h.within(k.under(), 0, by) || h.usedUp(by)) {
			return true
		}
	}
	return false
}

// left tells how a version stood at some time after it had been the active one.
func (h *Past) left(n uint32, when time.Duration) string {
	if x := viewAt(h.Views, when).version(n); x != nil {
		return fmt.Sprintf("it was still %s at %s", x.State, at(when))
	}
	return fmt.Sprintf("it was gone from the record by %s without having been destroyed", at(when))
}

// endOf is the write that says that the version of a reign is destroyed; nil if none does.
func (h *Past) endOf(r reign) *View {
	for i := range h.Views {
		v := &h.Views[i]
		if v.Revision <= r.end.Revision {
			continue
		}
		for _, x := range v.Versions {
			if x.N == r.version && x.State == Destroyed {
				return v
			}
		}
	}
	return nil
}

// halts are the intervals in which the key was halted: nothing may change then.
func (h *Past) halts() []interval {
	return h.whenever(func(v *View) bool { return v.Phase == Halted })
}

// whenever are the intervals in which a view stood of which something holds.
func (h *Past) whenever(is func(*View) bool) (all []interval) {
	for i := range h.Views {
		v := &h.Views[i]
		if !is(v) {
			continue
		}
		to := h.End
		if i+1 < len(h.Views) {
			to = h.Views[i+1].At
		}
		all = append(all, interval{v.At, to})
	}
	return all
}
