package checker

import "slices"

// letsIn says that a turn lets in a pool that was not, and nothing else of the phase.
func (x *turn) letsIn() bool {
	return x.prev != nil && x.v.effective() == x.prev.effective() && !slices.Equal(x.v.Reached, x.prev.Reached)
}

// inTurns says that in this phase pools are let in one after another.
func inTurns(p Phase) bool { return p == Published || p == Committed }

// turns judges who is let in: the first pool by itself, and each other by itself, or the last
// with whoever is new, when those before it hold what is new.
func (e *evidence) turns(x *turn) {
	if !e.h.Policy.Canary || !e.h.Offers.Turns || !e.h.Offers.Stamps {
		return
	}
	v, prev := x.v, x.prev
	from, to := prev.effective(), v.effective()
	switch {
	case from != to && inTurns(to) && !(from == Draining && to == Published):
		e.oneIn(x, nil)
	case from == to && inTurns(to) && len(prev.Reached) == 0 && len(v.Reached) > 0:
		e.t.judged(s9Turns)
		e.t.add(s9Turns, v.At, citing(prev, v), "%s wrote at %s, revision %d, that %v are let in; all pools were", v.By, at(v.At), v.Revision, v.Reached)
	case x.letsIn() && inTurns(to):
		e.oneIn(x, prev.Reached)
		e.inHold(x)
	case from != to && (to == Verified || to == Idle && from == Committed) && len(prev.Reached) > 0:
		e.t.judged(s9Turns)
		e.t.add(s9Turns, v.At, citing(prev, v), "%s wrote %s at %s, revision %d; no more than %v had been let in", v.By, v.Phase, at(v.At), v.Revision, prev.Reached)
	}
}

// oneIn demands that one pool is let in beside some: of those that had served no more than
// one, unless it is named.
func (e *evidence) oneIn(x *turn, beside []string) {
	v := x.v
	left := e.h.servedBy(x.prev.Revision)
	left = slices.DeleteFunc(left, func(p string) bool { return slices.Contains(beside, p) })
	in := slices.DeleteFunc(slices.Clone(v.Reached), func(p string) bool { return slices.Contains(beside, p) })
	e.t.judged(s9Turns)
	if len(v.Reached) == 0 && len(left) > 1 || len(v.Reached) > 0 && (len(in) != 1 || len(v.Reached) != len(beside)+1) {
		e.t.add(s9Turns, v.At, citing(x.prev, v), "%s wrote %s at %s, revision %d, and let in %v (none: all); %v were, %v are left, and one at a time is let in",
			v.By, v.Phase, at(v.At), v.Revision, v.Reached, beside, left)
	}
}

// servedBy are the pools of which a node has had a stamp before a revision.
func (h *Past) servedBy(revision int64) (pools []string) {
	for i := range h.Stamps {
		g := &h.Stamps[i]
		if pool := h.pools[g.Node]; g.Revision < revision && pool != "" && !slices.Contains(pools, pool) {
			pools = append(pools, pool)
		}
	}
	return pools
}

// inHold demands that the pools that were in hold what is new: each stamp of theirs that
// stands says so, and of each pool as many nodes as policy demands have had one. How many
// stood at the moment that the writer went by is not known.
func (e *evidence) inHold(x *turn) {
	v, prev := x.v, x.prev
	in := func(g *Grant) bool {
		return g.Sealing == (v.effective() == Committed) && slices.Contains(prev.Reached, e.h.pools[g.Node])
	}
	for _, g := range e.stamps.now {
		if in(g) && !e.shows(g, x) {
			e.t.add(s9Turns, v.At, citing(e.raised, g, v), "%s let another pool in at %s, revision %d; %v were, and the %s stamp of %s, of rev %d since %s, revision %d, does not show what is new",
				v.By, at(v.At), v.Revision, prev.Reached, kindOf(g), who(g.Node, g.Incarnation), g.Rev, at(g.At), g.Revision)
			return
		}
	}
	for _, pool := range prev.Reached {
		var ready []string
		for i := range e.h.Stamps {
			g := &e.h.Stamps[i]
			if g.Revision < v.Revision && e.h.pools[g.Node] == pool && in(g) && e.shows(g, x) && !slices.Contains(ready, g.Node) {
				ready = append(ready, g.Node)
			}
		}
		if n, want := len(ready), e.h.of(v.By).PoolStamps; n < want {
			e.t.add(s9Turns, v.At, citing(e.raised, v), "%s let another pool in at %s, revision %d; of pool %s %s had shown what is new under target %d, and policy demands %d",
				v.By, at(v.At), v.Revision, pool, many(n, "node"), prev.Target, want)
		}
	}
}

// shows says that a stamp is of the target before a turn, and of what was let in: to open
// the next version, with the material that was made, or to seal under the one committed.
func (e *evidence) shows(g *Grant, x *turn) bool {
	if g.Rev < x.prev.Target {
		return false
	}
	if x.v.effective() == Committed {
		return g.Seal == x.prev.Active
	}
	k, m := slices.Index(g.Opens, x.prev.Next), e.h.mintOf(x.prev.Next, x.v.At)
	return k >= 0 && m != nil && k < len(g.Prints) && g.Prints[k] == m.Print
}
