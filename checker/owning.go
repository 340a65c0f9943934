package checker

import (
	"fmt"
	"slices"
)

// Ownership, as the processes see it that compete for it: whoever acquires a key is
// given a fence above all that were before it, whoever held those; a step, the commit
// among them, is accepted of the owner only, under its fence. Acquiring and stepping are
// one object, since a step is right or wrong by who had acquired before it. The record is
// where it lives, so the order of its writes is the order of the operations; an
// acquisition without an answer is one of them or never was.

// ownerships checks the ownership of one key; ok is false if nobody tells of it.
func ownerships(h *Past, opt Options) (l Linearity, ok bool) {
	if h.replayed == nil {
		h = h.replay()
	}
	turns := h.replayed.turns
	if !h.Offers.Record || !h.Offers.Ownership || len(turns) == 0 {
		return l, false
	}
	r := make(row, 0, len(turns))
	for i := range turns {
		r.write(turns[i].v)
	}
	all, wrong := held(h, r)
	l = Linearity{Object: "ownership", Invariant: "S4", Key: h.Keys[0], Ops: len(r)}
	if first := outOfTenure(turns); first != nil {
		wrong = first
	}
	if wrong != nil {
		l.refuted(wrong)
	} else {
		l.decide(r, all, nil, opt)
	}
	return l, true
}

// outOfTenure is the first write that ownership as it stood did not allow.
func outOfTenure(turns []turn) *misfit {
	var top *View // of the highest fence
	for i := range turns {
		x := &turns[i]
		v := x.v
		refute := func(why string, before *View) *misfit {
			return &misfit{v.At, citing(before, v), fmt.Sprintf("%s %s fence %d, and %s has fence %d of %s", v.told(), why, v.Fence, before.told(), before.Fence, before.Owner)}
		}
		switch {
		case top == nil:
		case x.way == byAcquisition && v.Fence <= top.Fence:
			return refute("acquires the key by", top)
		case v.Fence < top.Fence:
			return refute("is written under", top)
		case x.way == byNobody:
			before := x.prev
			if x.owner != nil {
				before = x.owner.got
			}
			return refute("is not its owner's, under", before)
		}
		if top == nil || v.Fence > top.Fence {
			top = v
		}
	}
	return nil
}

// held is what processes were told of their writes of the record: that one held says
// that it was made within the call. That one did not, says nothing of it that could be
// wrong, since the network may deliver it again.
func held(h *Past, r row) (all []told, wrong *misfit) {
	for i := range h.Asks {
		a := &h.Asks[i]
		if a.Reply != Done || a.Received == 0 || a.Revision == 0 || len(a.Puts) == 0 {
			continue
		}
		v := viewAtRevision(h.Views, a.Revision)
		if v == nil || v.Revision != a.Revision || !v.RecordWritten || !slices.Contains(a.Puts, v.Object) {
			continue // it wrote something else
		}
		if v.By != a.By {
			return nil, facts(a, v)
		}
		k, _ := r.find(v.Revision)
		all = r.and(all, told{called: a.Sent, returned: forever, of: a, at: stand{0, k}})
		all = r.and(all, told{called: a.Sent, returned: a.Received, of: a, at: stand{k + 1, len(r)}})
	}
	return all, nil
}
