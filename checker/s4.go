package checker

// S4: once the fence was raised over an owner, nothing it does is accepted. What
// counts is which process acted: a stale owner that learnt the new fence would
// pass any test of the number.
func judgeS4(h *History) Verdict {
	if !h.Offers.Record {
		return skip(undescribed)
	}
	if !h.Offers.Ownership {
		return skip(noOwners)
	}
	ts := tenures(h.Views)
	if len(ts) == 0 {
		return skip("nobody ever acquired ownership")
	}
	if len(ts) == 1 && ts[0].lost == nil {
		return skip("no owner was ever superseded")
	}
	t := judging(h)
	staleWrites(t, h.Views, ts)
	staleEffects(t, h, ts)
	return t.v
}

// staleWrites leaves out what any process may do for someone else: admit a
// trigger, and carry out an operator's act. Only the act itself: what follows
// from it, such as the rest of an abort, is the owner's.
func staleWrites(t *tally, views []View, ts []tenure) {
	var prev *View
	for i := range views {
		v := &views[i]
		allowed := !v.RecordWritten || v.acts(prev) || v.starts(prev)
		prev = v
		if allowed {
			continue
		}
		if old := superseded(ts, v.By, v.Revision); old != nil {
			t.add(v.At, "%s wrote %s (%s) at %s, revision %d; its ownership, fence %d, had ended at %s, revision %d, when %s raised the fence to %d",
				v.By, v.Phase, v.Op, at(v.At), v.Revision, old.fence, at(old.to), old.lost.Revision, old.lost.By, old.lost.Fence)
		}
	}
}

// acts says that v, which follows prev, is an operator's act: it enters ABORTING,
// or enters or leaves HALTED, in an operator's name.
func (v *View) acts(prev *View) bool {
	if prev == nil {
		return v.caused(byOperator)
	}
	act := v.Phase != prev.Phase && (v.Phase == Aborting || v.Phase == Halted || prev.Phase == Halted)
	return act && v.caused(byOperator)
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
func staleEffects(t *tally, h *History, ts []tenure) {
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
		v := viewAt(h.Views, e.At)
		if v == nil {
			continue
		}
		old := superseded(ts, e.By, v.Revision)
		switch {
		case old == nil:
		case e.Fence < before.top.Fence:
			t.add(e.At, "%s of v%d by %s with fence %d was accepted at %s, after %s of %s with fence %d at %s; its ownership had ended at %s, revision %d",
				e.Kind, e.Version, e.By, e.Fence, at(e.At), before.top.Kind, before.top.By, before.top.Fence, at(before.top.At), at(old.to), old.lost.Revision)
		case e.Sent > old.to && before.latest > 0 && ts[before.latest-1].got.Revision >= old.lost.Revision:
			t.add(e.At, "%s of v%d by %s, which claimed fence %d, was sent at %s and accepted at %s, after %s of %s at %s; its ownership, fence %d, had ended at %s, revision %d",
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
