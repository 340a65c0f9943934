package checker

import "fmt"

var s4 = Invariant{"S4",
	"After ownership was acquired at revision r, no record write and no effect of an earlier owner is accepted; judged by which process acted, not by the fence it claims.",
	[]Clause{
		{"writes", "Each write of the record is an admission, an operator's act, an acquisition, or its owner's."},
		{"fence", "Who acquires a key becomes the owner that the record names, under a fence above all before."},
		{"lease", "Who acquires a key does so on a lease that is no longer than policy says."},
		{"effects", "No effect of a former owner is accepted once its successor has had one there."},
	}, judgeS4}

const (
	s4Writes clause = iota
	s4Fence
	s4Lease
	s4Effects
)

// S4: once the fence was raised over an owner, nothing it does is accepted. What
// counts is which process acted: a stale owner that learnt the new fence would
// pass any test of the number.
func judgeS4(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if !h.Offers.Ownership {
		t.skip(noOwners)
		return
	}
	t.skip("the record was never changed")
	for i := range h.replayed.turns {
		if turn := &h.replayed.turns[i]; turn.prev != nil {
			rightfully(t, h, turn)
			fenced(t, h, turn)
			leased(t, h, turn)
		}
	}
	staleEffects(t, h, h.replayed.tenures)
}

// rightfully demands that somebody was in a position to make a write. Admissions and
// operators' acts any process may carry out for somebody else; what follows from an act,
// such as the rest of an abort, is the owner's. The write by which an owner ends its own
// ownership is its last as the owner.
func rightfully(t *tally, h *Past, x *turn) {
	t.judged(s4Writes)
	if x.way != byNobody {
		return
	}
	v := x.v
	if old := superseded(h.replayed.tenures, v.By, v.Revision); old != nil && old.lost != v {
		t.add(s4Writes, v.At, citing(old.got, old.lost, v), "%s wrote %s (%s) at %s, revision %d; its ownership, fence %d, had ended at %s, revision %d, when %s raised the fence to %d",
			v.By, v.Phase, v.Op, at(v.At), v.Revision, old.fence, at(old.to), old.lost.Revision, old.lost.By, old.lost.Fence)
		return
	}
	cites, whose := citing(v), "nobody owned the key"
	if o := x.owner; o != nil {
		cites, whose = citing(o.got, v), fmt.Sprintf("%s owned the key, by fence %d since %s, revision %d", o.by, o.fence, at(o.from), o.got.Revision)
	}
	t.add(s4Writes, v.At, cites, "%s wrote %s (%s) at %s, revision %d, and is not its owner; %s", v.By, v.Phase, v.Op, at(v.At), v.Revision, whose)
}

// fenced demands a higher fence of whoever acquires, and no lower one of anybody.
func fenced(t *tally, h *Past, x *turn) {
	v, prev := x.v, x.prev
	if x.way == byAcquisition {
		t.judged(s4Fence)
		if want := h.replayed.before(x) + 1; v.Fence != want || v.Owner != v.By {
			t.add(s4Fence, v.At, citing(prev, v), "%s acquired the key at %s, revision %d, as %s, by fence %d; the owner is who writes, and the fence the highest before and one: %d",
				v.By, at(v.At), v.Revision, v.Owner, v.Fence, want)
		}
	} else if v.Fence < prev.Fence {
		t.judged(s4Fence)
		t.add(s4Fence, v.At, citing(prev, v), "%s wrote fence %d at %s, revision %d, over fence %d of revision %d", v.By, v.Fence, at(v.At), v.Revision, prev.Fence, prev.Revision)
	}
}

// before is the highest fence that there was before a turn.
func (r *replayed) before(x *turn) (highest uint64) {
	for i := range r.turns {
		if r.turns[i].v == x.v {
			break
		}
		highest = max(highest, r.turns[i].v.Fence)
	}
	return highest
}

// A place is what the judge knows of a target outside the store.
type place struct {
	top    *Effect // of the highest fence accepted
	latest int     // the last tenure that has had an effect accepted here, counted from 1
	first  *Effect // that tenure's first
}

// staleEffects holds each place outside the store to what it has seen: an effect
// sent before the takeover may land after it, but not after one of the new owner.
// Nor may one sent when the ownership was over, whatever fence it claims.
func staleEffects(t *tally, h *Past, ts []*tenure) {
	places := make(map[string]*place) // by node; the key service is ""
	for i := range h.Effects {
		e := &h.Effects[i]
		if !e.Accepted {
			continue
		}
		p := places[e.Node]
		if p == nil {
			p = &place{top: e}
			places[e.Node] = p
		}
		before := *p
		p.accept(e, ts)
		if !e.Made {
			continue
		}
		t.judged(s4Effects)
		v := viewAt(h.Views, e.At)
		if v == nil {
			continue
		}
		old := superseded(ts, e.By, v.Revision)
		switch {
		case old == nil:
		case e.Fence < before.top.Fence:
			t.add(s4Effects, e.At, citing(old.lost, before.top, e), "%s of v%d by %s with fence %d was accepted at %s, after %s of %s with fence %d at %s; its ownership had ended at %s, revision %d",
				e.Kind, e.Version, e.By, e.Fence, at(e.At), before.top.Kind, before.top.By, before.top.Fence, at(before.top.At), at(old.to), old.lost.Revision)
		case e.Sent > old.to && before.latest > 0 && ts[before.latest-1].got.Revision >= old.lost.Revision:
			t.add(s4Effects, e.At, citing(old.lost, before.first, e), "%s of v%d by %s, which claimed fence %d, was sent at %s and accepted at %s, after %s of %s at %s; its ownership, fence %d, had ended at %s, revision %d",
				e.Kind, e.Version, e.By, e.Fence, at(e.Sent), at(e.At), before.first.Kind, before.first.By, at(before.first.At), old.fence, at(old.to), old.lost.Revision)
		}
	}
}

// accept notes an effect that took, and under which ownership it was sent.
func (p *place) accept(e *Effect, ts []*tenure) {
	if e.Fence > p.top.Fence {
		p.top = e
	}
	for i := len(ts); i > p.latest; i-- {
		if o := ts[i-1]; o.by == e.By && o.from <= e.Sent && e.Sent <= o.to {
			p.latest, p.first = i, e
			return
		}
	}
}
