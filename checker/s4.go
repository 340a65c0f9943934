package checker

// S4: once the fence was raised over an owner, nothing it does is accepted. What
// counts is which process acted: a stale owner that learnt the new fence would
// pass any test of the number.
func judgeS4(h *History) Verdict {
	if !h.Described {
		return skip(undescribed)
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
// trigger, and carry out an operator's act.
func staleWrites(t *tally, views []View, ts []tenure) {
	var prev *View
	for i := range views {
		v := &views[i]
		allowed := !v.RecordWritten || v.caused(byOperator) || v.starts(prev)
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

// staleEffects holds each place outside the store to the highest fence that it
// has seen: an effect sent before the takeover may land after it, but not after
// one of the new owner.
func staleEffects(t *tally, h *History, ts []tenure) {
	highest := make(map[string]*Effect) // by node; the key service is ""
	for i := range h.Effects {
		e := &h.Effects[i]
		if !e.Accepted {
			continue
		}
		top := highest[e.Node]
		if top == nil || e.Fence > top.Fence {
			highest[e.Node] = e
			continue
		}
		if !e.Made || e.Fence == top.Fence {
			continue
		}
		v := viewAt(h.Views, e.At)
		if v == nil {
			continue
		}
		if old := superseded(ts, e.By, v.Revision); old != nil {
			t.add(e.At, "%s of v%d by %s with fence %d was accepted at %s, after %s of %s with fence %d at %s; its ownership had ended at %s, revision %d",
				e.Kind, e.Version, e.By, e.Fence, at(e.At), top.Kind, top.By, top.Fence, at(top.At), at(old.to), old.lost.Revision)
		}
	}
}
