package checker

import (
	"slices"
	"time"
)

// toldByHand demands that people hear of what was done by hand: nobody of the engine can put
// it right.
func toldByHand(t *tally, h *Past) {
	if !h.Offers.Doubts {
		return
	}
	for i := range h.Meddled {
		switch m := &h.Meddled[i]; {
		case m.What == theRecord && m.Until > m.At:
			h.heardOf(t, m, m.At, m.Until, func(machine string) bool { return slices.Contains(toTell, h.duty[machine]) }, h.PageBound())
		case m.Did == Destroys:
			refusedByHand(t, h, m)
		}
	}
}

// toTell are those who are needed for somebody to hear of a record.
var toTell = []Duty{StoreDuty, WorkerDuty, OperatorDuty}

// refusedByHand holds to the bound the first node that has to have the material, and is
// refused it for as long as it runs and the version is in use.
func refusedByHand(t *tally, h *Past, m *Meddling) {
	for i := range h.Asks {
		a := &h.Asks[i]
		node := machineOf(a.By)
		if a.Verb != "fetch" || a.Reply != Rejected || a.Version != m.Version || a.Sent < m.At || a.Received == 0 || h.duty[node] != NodeDuty {
			continue
		}
		until := min(h.neededUntil(m.Version, a.Received), h.runsUntil(a.By))
		needed := func(machine string) bool {
			d := h.duty[machine]
			return machine == node || d == StoreDuty || d == KeysDuty || d == OperatorDuty
		}
		h.heardOf(t, m, a.Received, until, needed, h.RefusedBound())
		return
	}
}

// RefusedBound is within what time somebody is told of material that a node needs and does
// not get. In turn:
//
//	SealLease    for as many requests as policy has attempts
//	settleCalls  what was in flight, and the page
func (h *History) RefusedBound() time.Duration {
	return h.drifted(h.Policy.SealLease) + h.calls(settleCalls)
}

// heardOf demands a page since a time, within a bound, unless what it is about is over by
// then.
func (h *Past) heardOf(t *tally, m *Meddling, from, until time.Duration, needed func(machine string) bool, bound time.Duration) {
	by := h.deadline(h.sufferedBy(needed), from, bound)
	told := slices.ContainsFunc(h.Pages, func(p Page) bool { return m.At <= p.At && p.At <= by && p.Halt.Class != "recoverable" })
	if !told && until <= by {
		return
	}
	t.judged(l4ByHand)
	if !told {
		t.add(l4ByHand, by, citing(m), "%s of %s was %s by hand at %s, and nobody was told of it by %s: %s is allowed from %s on, or from the last fault on the way",
			m.material(), m.Key, m.Did, at(m.At), at(by), at(bound), at(from))
	}
}

// material is what was meddled with, with its version where it has one.
func (m *Meddling) material() string {
	if m.Version != 0 {
		return m.What + " of " + name(m.Version)
	}
	return m.What
}

// sufferedBy is the trouble of some machines, without what was done by hand.
func (h *Past) sufferedBy(needed func(machine string) bool) trouble {
	var all trouble
	for i := range h.touches {
		if t := &h.touches[i]; !t.byHand && t.among(needed) {
			all = all.and(t.interval)
		}
	}
	return all
}

// neededUntil is from when on, after a time, a version is not one that is sealed under or
// opened as an old one.
func (h *Past) neededUntil(n uint32, from time.Duration) time.Duration {
	inUse := func(v *View) bool {
		ver := v.version(n)
		return ver != nil && (ver.State == Active || ver.State == Deprecated)
	}
	if v := viewAt(h.Views, from); v == nil || !inUse(v) {
		return from
	}
	for i := range h.Views {
		if v := &h.Views[i]; v.At > from && !inUse(v) {
			return v.At
		}
	}
	return h.End
}

// runsUntil is when a start of a machine ended.
func (h *Past) runsUntil(incarnation string) time.Duration {
	for i := range h.Starts {
		if h.Starts[i].Incarnation == incarnation {
			return h.Starts[i].To
		}
	}
	return h.End
}
