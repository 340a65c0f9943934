package checker

import (
	"slices"
	"time"
)

// The bounds of liveness are formulas of the policy and of the deployment's time limit for
// a call. None of them is for what happens while a fault keeps somebody from working who
// is needed: they count from when that is over.

// drifted is the longest that a wait takes which is measured by a clock that may be off by
// ρ, against another that may be off the other way.
func (h *History) drifted(wait time.Duration) time.Duration {
	return wait + wait/1_000_000*time.Duration(2*h.Policy.DriftPPM)
}

// calls is the time that n calls take at most, each of which may be the one that had
// already failed when the last fault ended.
func (h *History) calls(n int) time.Duration { return time.Duration(n) * h.CallTimeout }

// SettleBound is within what time an admitted rotation comes to rest, and one that an
// operator has resumed. The worst way through is, in turn:
//
//	OwnerLease   the owner has just died: its lease must run out
//	OpenLease    a barrier waits for the stamps of nodes that died last; or
//	DrainDeadline   sealing is given back meanwhile, whichever is longer
//	PublishLead  then relying parties' caches are waited for
//	settleCalls  what was in flight when the last fault ended: a call that
//	             times out, the longest backoff after it, and the calls of
//	             a healthy rotation
//	turns        where pools are let in one after another
//
// What a node that is gone has left in the store runs out once, for all barriers:
// one that comes later, an abort's too, finds nothing more to wait for.
func (h *History) SettleBound() time.Duration {
	p := h.longer()
	return h.drifted(p.OwnerLease+max(p.OpenLease, p.DrainDeadline)+p.PublishLead) + h.calls(settleCalls) + h.turns()
}

// turns is how long it takes a healthy fleet to let its pools in one after another, twice:
// for each but the first the news of it, the material, two leases and the grant, and what
// the owner reads and writes, each well below the limit of a call.
func (h *History) turns() time.Duration {
	var pools []string
	for i := range h.Machines {
		if m := &h.Machines[i]; m.Duty == NodeDuty && !slices.Contains(pools, m.Pool) {
			pools = append(pools, m.Pool)
		}
	}
	if !h.Policy.Canary || len(pools) < 2 {
		return 0
	}
	return h.calls(2 * 2 * (len(pools) - 1))
}

const settleCalls = 6

// RetireBound is within what time an old version is destroyed. In turn:
//
//	Lifetime    of its artefacts, on the owners' clock
//	OwnerLease  the owner has just died, and its clock stood still till another came
//	OpenLease   B3 waits for the stamps of nodes that died last
//	SealLease   nodes may take so long to say that they have erased it
//	settleCalls
//
// and, where texts are kept for good, before it is retired:
//
//	OwnerLease   the node has just died that moved them: its claim must run out
//	SealLease    no node may seal: one has to get its stamps
//	2 OwnerLease nodes, and then the owner, look now and then
//	settleCalls  for a few of them
func (h *History) RetireBound() time.Duration {
	p := h.longer()
	bound := h.drifted(p.Lifetime+p.OwnerLease+p.OpenLease+p.SealLease) + h.calls(settleCalls)
	if p.Rewrap && h.Offers.Rewraps {
		bound += h.drifted(3*p.OwnerLease+p.SealLease) + h.calls(settleCalls)
	}
	return bound
}

// ServeBound is within what time a node that is not kept from it has its stamps: one that
// has started, one that can reach store and key service again. In turn:
//
//	SealLease   the answer to a wait for news was lost: as long as it has no stamp to
//	            renew, a node waits for the length of a seal lease before it looks again
//	settleCalls what was in flight, and the calls of a node that loads and is granted
func (h *History) ServeBound() time.Duration {
	return h.drifted(h.Policy.SealLease) + h.calls(settleCalls)
}

// GapBound is for how long a rotation keeps the fleet from sealing, from DRAINING to the
// write that ends it:
//
//	OwnerLease     the owner has just died
//	DrainDeadline  at most, until sealing is given back
//	settleCalls
func (h *History) GapBound() time.Duration {
	p := h.longer()
	return h.drifted(p.OwnerLease+p.DrainDeadline) + h.calls(settleCalls)
}

// GrantBound is how long after a write that gives the right to seal a node may still be
// without a stamp that has it: the news of it, two leases and the grant, each well below
// the limit of a call, and once more if the record has moved meanwhile.
func (h *History) GrantBound() time.Duration { return h.calls(2) }

// DueBound is within what time somebody is told of a version that is due, or its rotation
// starts, from the age on that policy gives and the time that the owners' clock may have
// stood still since it became the active one. In turn:
//
//	OwnerLease   the owner has just died
//	settleCalls  what was in flight, and the page
func (h *History) DueBound() time.Duration {
	return h.drifted(h.Policy.OwnerLease) + h.calls(settleCalls)
}

// PageBound is within what time somebody is told of a halt:
//
//	OwnerLease   whoever halted has died: another finds the halt when the lease is over
//	settleCalls  what was in flight, and the page
func (h *History) PageBound() time.Duration {
	return h.drifted(h.Policy.OwnerLease) + h.calls(settleCalls)
}
