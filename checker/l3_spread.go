package checker

import (
	"slices"
	"time"
)

// several is how many nodes it takes for the end of all their stamps in one moment to be
// no coincidence: renewals that are spread over an eighth of a lease, of eight moments at
// least, come so close together in four fleets of a million, and in one of 10⁸ where leases
// are as long as usual.
const several = 8

// moment is how close together the ends of stamps are that end at one moment: calls that
// are made at one take a few hundredths of a second, and up to a tenth.
func (h *Past) moment() time.Duration { return h.CallTimeout / 10 }

// spread looks at the open stamps that stand at the end of each time of rest: half of an
// open lease without a change that stamps follow and without trouble, in which every stamp was renewed. They
// do not all run out at one moment.
func spread(t *tally, h *Past) {
	if !h.Offers.Stamps || min(h.Policy.SealLease, h.Policy.OpenLease)/8 < 8*h.moment() {
		return // too short to be spread
	}
	rest := h.Policy.OpenLease / 2
	trouble := h.troubleOn(StoreDuty, KeysDuty, NodeDuty)
	renewed := renewals(h.Stamps)
	from := time.Duration(0)
	turns := h.replayed.turns
	look := func(to time.Duration) {
		for _, q := range trouble.quiet(from, to) {
			if q.to-q.from > rest {
				h.spreadAt(t, renewed, q.to)
			}
		}
	}
	for i := range turns {
		if x := &turns[i]; x.prev == nil || x.raised() || x.v.Phase != x.prev.Phase || x.v.Active != x.prev.Active {
			look(turns[i].v.At)
			from = turns[i].v.At
		}
	}
	look(h.End)
}

// renewals says of each stamp whether it says what the one before it under the same key
// of the store said: only what is renewed can be spread.
func renewals(stamps []Grant) []bool {
	last := make(map[string]*Grant, 32) // looked up only
	renewed := make([]bool, len(stamps))
	for i := range stamps {
		g := &stamps[i]
		was := last[g.Object]
		renewed[i] = was != nil && was.Rev == g.Rev && slices.Equal(was.Opens, g.Opens) && !g.Kept
		last[g.Object] = g
	}
	return renewed
}

// spreadAt judges the stamps that stand at one time, if all were renewed.
func (h *Past) spreadAt(t *tally, renewed []bool, when time.Duration) {
	n, first, last := 0, forever, time.Duration(0)
	for i := range h.Stamps {
		g := &h.Stamps[i]
		if g.At > when {
			break
		}
		if g.Sealing || g.Until < when || g.At == when || g.TTL == 0 {
			continue
		}
		if !renewed[i] {
			return
		}
		n++
		first, last = min(first, g.At+g.TTL), max(last, g.At+g.TTL)
	}
	if n < several {
		return
	}
	t.judged(l3Spread)
	if last-first <= h.moment() {
		t.add(l3Spread, when, h.citeAt(when), "the open stamps of %d nodes, all that there are at %s, run out within %s of each other, from %s to %s, though nothing had changed for %s",
			n, at(when), at(last-first), at(first), at(last), at(h.Policy.OpenLease/2))
	}
}
