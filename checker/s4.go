package checker

import "slices"

var s4 = Invariant{"S4",
	"After ownership was acquired at revision r, no record write and no effect of an earlier owner is accepted; judged by which process acted, not by the fence it claims.",
	[]Clause{
		{"writes", "No former owner writes the record."},
		{"effects", "No effect of a former owner is accepted once its successor has had one there."},
	}, judgeS4}

const (
	s4Writes clause = iota
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
	ts := tenures(h.Views)
	if len(ts) == 0 {
		t.skip("nobody ever acquired ownership")
		return
	}
	if len(ts) == 1 && ts[0].lost == nil {
		t.skip("no owner was ever superseded")
		return
	}
	staleWrites(t, h, ts)
	staleEffects(t, h, ts)
}

// staleWrites leaves out what any process may do for someone else: admit a
// trigger, and carry out an operator's act. Only the act itself: what follows
// from it, such as the rest of an abort, is the owner's. The write by which an owner
// ends its own ownership is its last as the owner, not the first after.
func staleWrites(t *tally, h *Past, ts []tenure) {
	var prev *View
	for i := range h.Views {
		v := &h.Views[i]
		allowed := !v.RecordWritten || h.acts(v, prev) || v.starts(prev)
		prev = v
		if allowed {
			continue
		}
		t.judged(s4Writes)
		if old := superseded(ts, v.By, v.Revision); old != nil && old.lost != v {
			t.add(s4Writes, v.At, citing(old.got, old.lost, v), "%s wrote %s (%s) at %s, revision %d; its ownership, fence %d, had ended at %s, revision %d, when %s raised the fence to %d",
				v.By, v.Phase, v.Op, at(v.At), v.Revision, old.fence, at(old.to), old.lost.Revision, old.lost.By, old.lost.Fence)
		}
	}
}

// acts says that v, which follows prev, is an operator's act: it enters ABORTING,
// or enters or leaves HALTED, in an operator's name.
func (h *Past) acts(v, prev *View) bool {
	if prev == nil {
		return v.caused(byOperator)
	}
	act := v.Phase != prev.Phase && (v.Phase == Aborting || v.Phase == Halted || prev.Phase == Halted)
	return act && h.operated(v)
}

// operated says that an operator is behind a view: by its entry, or, where the
// engine wrote none with it, by an act for it that was being done.
func (h *Past) operated(v *View) bool {
	if len(v.Audit) > 0 {
		return v.caused(byOperator)
	}
	verb := "resume"
	switch v.Phase {
	case Aborting:
		verb = "abort"
	case Halted:
		verb = "halt"
	}
	return slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == verb && a.Called <= v.At && (a.Outcome == Unknown || v.At <= a.Returned)
	})
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
func staleEffects(t *tally, h *Past, ts []tenure) {
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
func (p *place) accept(e *Effect, ts []tenure) {
	if e.Fence > p.top.Fence {
		p.top = e
	}
	for i := len(ts); i > p.latest; i-- {
		if o := &ts[i-1]; o.by == e.By && o.from <= e.Sent && e.Sent <= o.to {
			p.latest, p.first = i, e
			return
		}
	}
}
