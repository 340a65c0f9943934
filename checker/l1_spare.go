package checker

import "time"

// SpareBound is within what time the next version lies ready, and is announced by everybody
// who serves. In turn:
//
//	OwnerLease   the owner has just died
//	OpenLease    a node that could not have it tries again with its next renewal, and a
//	             stamp of one that died last runs out
//	OwnerLease   the owner looks now and then
//	settleCalls  what was in flight, and what making it takes; and as many for the nodes
func (h *History) SpareBound() time.Duration {
	p := &h.Policy
	return h.drifted(2*p.OwnerLease+p.OpenLease) + h.calls(2*settleCalls)
}

// readies demands after each commit that the next version lies ready in time, unless another
// rotation begins before that.
func readies(t *tally, h *Past) {
	if !h.Policy.Spare || !h.Offers.Spares {
		return
	}
	turns := h.replayed.turns
	for i := range turns {
		x := &turns[i]
		if x.prev == nil || x.v.Phase != Idle || x.prev.Phase != Committed {
			continue
		}
		trouble := h.troubleOn(StoreDuty, KeysDuty, NodeDuty, WorkerDuty).withAll(h.halts())
		by := h.deadline(trouble, x.v.At, h.SpareBound())
		k := i + 1
		for k < len(turns) && turns[k].way != byAdmission && !turns[k].v.SpareProved {
			k++
		}
		switch ready := k < len(turns); {
		case ready && turns[k].v.early() <= by && turns[k].way != byAdmission:
			t.judged(l1Readies)
		case ready && turns[k].v.At <= by || h.End <= by:
		default:
			t.judged(l1Readies)
			t.add(l1Readies, by, citing(x.v), "v%d is in use since %s, revision %d, and no version lay ready after it by %s; %s was allowed, from the last fault or halt on",
				x.v.Active, at(x.v.At), x.v.Revision, at(by), at(h.SpareBound()))
		}
	}
}
