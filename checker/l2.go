package checker

import (
	"slices"
	"time"
)

var l2 = Invariant{"L2",
	"A key that is due starts or raises an alert within a bound.",
	[]Clause{
		{"told", "When the active version has reached the age at which it is due, its rotation is in flight, or somebody is told of it, within the bound."},
		{"early", "Nobody is told that a version is due before it has reached that age."},
	}, judgeL2}

const (
	l2Told clause = iota
	l2Early
)

// L2: no key is forgotten. What is due is worked out from when the version became the active
// one, whatever was restarted since.
func judgeL2(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if !h.Offers.Dues {
		t.skip("the engine does not say that it tells of what is due")
		return
	}
	if h.Policy.Due == 0 {
		t.skip("policy does not say when a version is due")
		return
	}
	t.skip("no version was active for as long")
	rs, age := reigns(h.Views), h.longer().Due
	trouble, busy := h.watching(), trouble{}.withAll(h.flights())
	kept := trouble.withAll(busy)
	for _, r := range rs {
		due := r.from + h.drifted(age) + h.stoodStill(trouble, r.from, r.from+age)
		by := h.deadline(kept, due, h.DueBound())
		told := slices.IndexFunc(h.Pages, func(p Page) bool { return p.Due && r.from <= p.At && p.At <= by })
		switch {
		case told >= 0 || r.to <= by || busy.within(r.from+age, by):
			t.judged(l2Told)
		case h.End > by:
			t.judged(l2Told)
			t.add(l2Told, by, citing(r.start), "v%d is the active one since %s, revision %d, and was due at %s; by %s no rotation was in flight, and nobody was told",
				r.version, at(r.from), r.start.Revision, at(r.from+age), at(by))
		}
	}
	tooSoon(t, h, rs)
}

// watching is the trouble of what is needed for a key to be watched, halts among it: a key
// that stands still is told of already. An owner that waits for the key service winds no
// clock meanwhile, and may lose the key by that again and again.
func (h *Past) watching() trouble {
	return h.troubleOn(StoreDuty, WorkerDuty, OperatorDuty, KeysDuty).withAll(h.halts())
}

// flights are the intervals in which a rotation was in flight.
func (h *Past) flights() []interval {
	return h.whenever(func(v *View) bool { return v.Phase != Idle && v.Phase != "" })
}

// stoodStill is for how long the owners' clock may have stood between two times: for as long
// as there was trouble, and until somebody owned the key again.
func (h *Past) stoodStill(ts trouble, from, to time.Duration) (lost time.Duration) {
	for _, s := range ts {
		if s.to >= from && s.from <= to {
			lost += s.to - max(s.from, from) + 2*h.drifted(h.Policy.OwnerLease) + h.calls(settleCalls)
		}
	}
	return lost
}

// tooSoon holds every alert to the version that was the active one when it was decided on: a
// fault may have kept the sender from sending it since. An owner may have taken the time from
// which it counts well before the write that has it was sent, and no earlier than the write
// before.
func tooSoon(t *tally, h *Past, rs []reign) {
	for i := range h.Pages {
		p := &h.Pages[i]
		if !p.Due {
			continue
		}
		t.judged(l2Early)
		since, decided := time.Duration(0), h.kept(machineOf(p.By), p.Sent)
		for _, r := range rs {
			if r.from <= decided {
				since = r.from
				if before := viewAtRevision(h.Views, r.start.Revision-1); before != nil {
					since = before.Early
				}
			}
		}
		if due := h.of(p.By).Due; p.At-since < due {
			t.add(l2Early, p.At, h.citeAt(p.At), "%s told the pager at %s that the key is due (%s); its version is the active one since %s at the earliest, and due %s later",
				p.By, at(p.Sent), p.Halt.Reason, at(since), at(due))
		}
	}
}
