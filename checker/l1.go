package checker

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

var l1 = Invariant{"L1",
	"Every admitted rotation comes to rest, IDLE through COMMITTED or ABORTED, or HALTED, within a bound; a halt or an abort cites a fault that bit while it could matter, and where none did, every admitted rotation commits; from a halt a correct operator reaches IDLE within a bound; every old version reaches DESTROYED within its bound unless held.",
	[]Clause{
		{"settles", "An admitted rotation comes to rest within the bound, and one that is resumed does so anew."},
		{"ends", "A rotation comes to rest through COMMITTED or ABORTED, and none takes the record from one that has not."},
		{"told", "Somebody is told of the halt in which a rotation is left."},
		{"cause", "A halt or an abort that no operator asked for comes after a fault that bit a machine which the rotation needs, since it was admitted or resumed."},
		{"commits", "Where no such fault bit, every rotation commits."},
		{"resumed", "A resume that was admitted has ended the halt by the time that the operator is told so."},
		{"readies", "Where policy wants the next version to lie ready, it does within the bound."},
		{"retires", "An old version is destroyed within the bound."},
		{"kept", "Somebody is told of an old version that stays since what is kept under it cannot be moved."},
		{"erases", "A node that was up, and kept from nothing for the whole of the bound, has nothing on its disk of a version that is destroyed or burnt."},
	}, judgeL1}

const (
	l1Settles clause = iota
	l1Ends
	l1Told
	l1Cause
	l1Commits
	l1Resumed
	l1Readies
	l1Retires
	l1Kept
	l1Erases
)

// L1: rotations come to rest, and not for nothing in a halt or an abort; what is old goes.
func judgeL1(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("no rotation was started")
	duties, all := h.duty, starts(h.Views)
	for k, s := range all {
		t.skip("no rotation had time to settle")
		views := fateOf(h.Views, s.i)
		if k+1 < len(all) {
			views = views[:min(len(views), all[k+1].i-s.i)]
		}
		r := newRotation(h, views, duties)
		r.settles(t)
		r.ends(t)
		r.told(t)
		r.stopsForCause(t)
		r.commits(t)
	}
	readies(t, h)
	retires(t, h)
	erases(t, h)
	resumed(t, h)
}

// A rotation is one that was admitted, with the views that are its own.
type rotation struct {
	h       *Past
	views   []View
	trouble trouble // of the machines that it needs
	waits   trouble // of them, and of workers that might have taken over
}

func (r *rotation) start() *View { return &r.views[0] }
func (r *rotation) last() *View  { return &r.views[len(r.views)-1] }

func newRotation(h *Past, views []View, duties map[string]Duty) *rotation {
	r := &rotation{h: h, views: views}
	owners := r.owners()
	r.trouble = h.troubleOf(func(m string) bool {
		d := duties[m]
		return serves(d) || d == WorkerDuty && slices.Contains(owners, m)
	})
	r.waits = r.withHeirs(h.troubleOf(func(m string) bool {
		d := duties[m]
		return d == WorkerDuty && !slices.Contains(owners, m) || d == StoreDuty || d == KeysDuty
	}))
	return r
}

// serves says that every rotation needs machines of this duty.
func serves(d Duty) bool { return d == StoreDuty || d == KeysDuty || d == NodeDuty }

// owners are the machines whose processes owned the key while it was under way.
func (r *rotation) owners() (all []string) {
	from, to := r.start().At, r.end()
	for _, t := range r.h.replayed.tenures {
		if t.from <= to && t.to >= from {
			all = append(all, machineOf(t.by))
		}
	}
	return append(all, machineOf(r.start().By))
}

// end is when it was over, or the history was.
func (r *rotation) end() time.Duration {
	if r.last().Phase == Idle {
		return r.last().At
	}
	if n := r.next(); n != nil {
		return n.At
	}
	return r.h.End
}

// withHeirs adds to the trouble of what a rotation needs that of workers which never
// owned it. It counts where one of them should have taken over: when the owner had been in
// trouble no longer ago than its lease lasts, and while the key was nobody's.
func (r *rotation) withHeirs(others trouble) trouble {
	var heirs []interval
	lease := r.h.drifted(r.h.Policy.OwnerLease) + r.h.calls(1)
	for _, s := range others {
		if r.trouble.within(s.from-lease, s.to) || r.orphaned(s) {
			heirs = append(heirs, s)
		}
	}
	return r.trouble.withAll(heirs)
}

// orphaned says that the key was nobody's at some moment of an interval.
func (r *rotation) orphaned(s interval) bool {
	for i := range r.views {
		to := r.end()
		if i+1 < len(r.views) {
			to = r.views[i+1].At
		}
		if r.views[i].Owner == "" && r.views[i].At <= s.to && to >= s.from {
			return true
		}
	}
	return false
}

// settles measures a rotation from its admission to its rest. The clock begins anew when
// trouble is over, and at a resume, unless what it resumes from was halted for nothing. It
// stands still in a halt.
func (r *rotation) settles(t *tally) {
	bound, spent, since := r.h.SettleBound(), time.Duration(0), r.start()
	for i := range r.views {
		v := &r.views[i]
		if v.Phase == Idle {
			break
		}
		if v.Phase == Halted {
			if r.asked(i) || r.waits.within(since.At, v.At) {
				spent = 0
			}
			continue
		}
		if i > 0 && r.views[i-1].Phase == Halted {
			since = v
		}
		to, ended := r.until(i)
		longest, _ := r.waits.clock(spent, v.At, to.early())
		atMost, left := r.waits.clock(spent, v.At, to.At)
		spent = left
		if longest <= bound && atMost > bound {
			t.close(l1Settles)
			return
		}
		if longest > bound {
			t.judged(l1Settles)
			t.add(l1Settles, to.At, r.story(), "rotation %s (window %s) started at %s, revision %d, and is %s (revision %d at %s) until %s%s; it was under way for %s without a fault on a machine that it needs, and %s is allowed",
				r.start().Rotation, r.start().Window, at(r.start().At), r.start().Revision, v.Phase, v.Revision, at(v.At), at(to.At), r.lost(), at(longest), at(bound))
			return
		}
		if !ended {
			return // there was no time
		}
	}
	t.judged(l1Settles)
}

// lost tells that another rotation has taken the record from one that is not over.
func (r *rotation) lost() string {
	if n := r.next(); n != nil && r.last().Phase != Idle {
		return fmt.Sprintf(", when rotation %s took the record at %s, revision %d", n.Rotation, at(n.At), n.Revision)
	}
	return ""
}

// until is the view that followed view i, and whether one did; if not, the end of the
// history stands for it.
func (r *rotation) until(i int) (to *View, ended bool) {
	if i+1 < len(r.views) {
		return &r.views[i+1], true
	}
	if n := r.next(); n != nil {
		return n, true
	}
	return &View{Early: r.h.End, At: r.h.End}, false
}

// ends demands that rest is reached through COMMITTED or ABORTED, and that nothing takes
// the record from a rotation before that.
func (r *rotation) ends(t *tally) {
	last := r.last()
	if last.Phase != Idle {
		if n := r.next(); n != nil {
			t.judged(l1Ends)
			if !atRest(last.Phase) {
				t.add(l1Ends, n.At, citing(r.start(), last, n), "rotation %s (window %s) was %s since %s, revision %d, when rotation %s took the record at %s, revision %d",
					last.Rotation, r.start().Window, last.Phase, at(last.At), last.Revision, n.Rotation, at(n.At), n.Revision)
			}
		}
		return
	}
	t.judged(l1Ends)
	before := r.start()
	if n := len(r.views); n > 1 {
		before = &r.views[n-2]
	}
	if !atRest(before.effective()) {
		t.add(l1Ends, last.At, citing(before, last), "rotation %s (window %s) went from %s to IDLE at %s, revision %d: it was neither committed nor aborted",
			r.start().Rotation, r.start().Window, before.Phase, at(last.At), last.Revision)
	}
}

// next is the revision after the last that is the rotation's own; nil if there is none.
func (r *rotation) next() *View {
	last := r.last().Revision
	i := sort.Search(len(r.h.Views), func(i int) bool { return r.h.Views[i].Revision > last })
	for ; i < len(r.h.Views); i++ {
		if r.h.Views[i].RecordWritten {
			return &r.h.Views[i]
		}
	}
	return nil
}

// story is what to cite of a rotation that does not end.
func (r *rotation) story() []Cite {
	if n := r.next(); n != nil {
		return citing(r.start(), r.last(), n)
	}
	return citing(r.start(), r.last())
}

// told demands of a rotation that is left halted that somebody was paged of that halt:
// one that nobody hears of is no rest, for nobody will end it.
func (r *rotation) told(t *tally) {
	if r.last().Phase != Halted || r.next() != nil {
		return
	}
	i := len(r.views) - 1
	for i > 0 && r.views[i-1].Phase == Halted {
		i--
	}
	halt := &r.views[i]
	by := r.by(halt.At, r.h.PageBound())
	if slices.ContainsFunc(r.h.Pages, func(p Page) bool { return halt.At <= p.At && p.At <= by && p.of(halt) }) {
		t.judged(l1Told)
		return
	}
	if r.h.End <= by {
		return
	}
	t.judged(l1Told)
	t.add(l1Told, by, citing(halt), "rotation %s (window %s) was halted at %s, revision %d (%s), and nobody was told of that halt by %s",
		halt.Rotation, r.start().Window, at(halt.At), halt.Revision, halt.why(), at(by))
}

// by is the latest moment for something that has a bound from some time on, or from the
// end of the last trouble on the way to the pager.
func (r *rotation) by(from, bound time.Duration) time.Duration {
	return r.h.deadline(r.h.paging(), from, bound)
}

// stopsForCause demands a fault of every halt and every abort that no operator asked for:
// one that bit a machine which the rotation needs, or that was in force there, since the
// rotation was admitted or last resumed. What an owner finds overdue when an operator ends a
// halt that an operator began is the operator's.
func (r *rotation) stopsForCause(t *tally) {
	since, overdue := r.start(), time.Duration(-1)
	for i := 1; i < len(r.views); i++ {
		v, p := &r.views[i], &r.views[i-1]
		if p.Phase == Halted && v.Phase != Halted {
			since = v
			if r.asked(i - 1) {
				overdue = v.At + r.h.calls(settleCalls)
			}
		}
		stopped := v.Phase == Halted || v.Phase == Aborting && p.effective() != Aborting || v.Phase == Aborted && p.Phase != Aborting
		if !stopped || v.Phase == p.Phase || r.askedFor(v) || v.At <= overdue || v.Phase != Halted && r.h.tooShort(p.Next, v.At) {
			continue
		}
		t.judged(l1Cause)
		if !r.trouble.within(since.At, v.At) {
			t.add(l1Cause, v.At, citing(p, v), "rotation %s (window %s) went from %s to %s at %s, revision %d (%s), though since %s no fault had bitten on a machine that it needs",
				v.Rotation, r.start().Window, p.Phase, v.Phase, at(v.At), v.Revision, v.why(), at(since.At))
		}
	}
}

// commits demands that a rotation which no fault touched is committed, unless an operator
// had a hand in it.
func (r *rotation) commits(t *tally) {
	operator := slices.ContainsFunc(r.views, func(v View) bool { return r.askedFor(&v) })
	done := slices.ContainsFunc(r.views, func(v View) bool { return v.Phase == Committed || v.Phase == Aborting && r.h.tooShort(v.Next, v.At) })
	bound, from := r.h.SettleBound(), r.start().At
	if operator || r.waits.within(from, r.end()) || r.h.End-from < bound && !done {
		return
	}
	t.judged(l1Commits)
	if !done {
		t.add(l1Commits, from+bound, citing(r.start(), r.last()), "rotation %s (window %s) started at %s, revision %d; no fault bit on a machine that it needs, and within %s it did not commit: it is %s",
			r.start().Rotation, r.start().Window, at(from), r.start().Revision, at(bound), r.last().Phase)
	}
}

// asked says that an operator asked for the halt that stands at view i.
func (r *rotation) asked(i int) bool {
	for i > 0 && r.views[i-1].Phase == Halted {
		i--
	}
	return r.askedFor(&r.views[i])
}

// askedFor says that an operator is behind a view: by its entry, or, where the
// engine left none, by an act that could have been.
func (r *rotation) askedFor(v *View) bool {
	if len(v.Audit) > 0 {
		return v.caused(byOperator)
	}
	verb := map[Phase]string{Halted: "halt", Aborting: "abort", Aborted: "abort"}[v.Phase]
	return verb != "" && slices.ContainsFunc(r.h.Acts, func(a Act) bool { return a.Verb == verb && a.Called <= v.At })
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

// resumed demands of every resume that was admitted that the key left its halt while it was
// being done. That it then comes to rest is the rotation's to show.
func resumed(t *tally, h *Past) {
	for i := range h.Acts {
		a := &h.Acts[i]
		if a.Verb != "resume" || a.Outcome != Admitted {
			continue
		}
		t.judged(l1Resumed)
		left := func(x turn) bool {
			return x.prev != nil && x.prev.Phase == Halted && x.v.Phase != Halted && x.v.At >= a.Called && x.v.early() <= a.Returned
		}
		if !slices.ContainsFunc(h.replayed.turns, left) {
			t.add(l1Resumed, a.Returned, h.citeAt(a.Returned), "%s was told at %s that the resume %s, asked for at %s, was admitted; the key had not left its halt by then",
				a.Operator, at(a.Returned), a.ID, at(a.Called))
		}
	}
}
