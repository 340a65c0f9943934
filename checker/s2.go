package checker

import (
	"slices"
	"sort"
	"strings"
	"time"
)

var s2 = Invariant{"S2",
	"The sealing version is a linearizable register that only grows.",
	[]Clause{
		{"back", "No seal goes back behind one that was out before it was asked for."},
		{"active", "Each seal falls into a time at which its version was the active one."},
		{"grows", "The active version never goes down."},
		{"put back", "When the store was put back to an older copy, who still seals does so under the version that was the active one."},
	}, judgeS2}

const (
	s2Back clause = iota
	s2Active
	s2Grows
	s2PutBack
)

// S2: two checks that together make the seals a linearizable register. No seal
// goes back behind one that was out before it was asked for; and where the
// record is known, each seal falls into a moment, no earlier than its last check
// can have been, at which its version was the active one. (That moments can be chosen for all seals at once follows: the
// reigns of versions are fixed in time, and only seals within one reign are
// free against each other.)
func judgeS2(t *tally, h *Past) {
	t.skip("nothing was sealed")
	neverBack(t, h.Seals)
	if h.Offers.Record {
		underActive(t, h)
		grows(t, h)
		sealsOn(t, h)
	}
}

// grows sees what no seal was there to see.
func grows(t *tally, h *Past) {
	var last *View
	for i := range h.Views {
		v := &h.Views[i]
		if v.Active == 0 || last != nil && v.Active == last.Active {
			continue
		}
		if last != nil {
			t.judged(s2Grows)
			if v.Active < last.Active {
				t.add(s2Grows, v.At, citing(last, v), "revision %d at %s by %s makes v%d the active one, after revision %d had made it v%d",
					v.Revision, at(v.At), v.By, v.Active, last.Revision, last.Active)
			}
		}
		last = v
	}
}

// neverBack walks the seals in the order in which they were received, with the
// highest version among those emitted before.
func neverBack(t *tally, seals []Seal) {
	received := sortedBy(seals, func(s *Seal) time.Duration { return s.Received })
	emitted := sortedBy(seals, func(s *Seal) time.Duration { return s.Emitted })
	var highest *Seal
	next := 0
	for _, j := range received {
		s := &seals[j]
		if s.Version == 0 { // under no material that there was
			continue
		}
		t.judged(s2Back)
		for ; next < len(emitted) && seals[emitted[next]].Emitted < s.Received; next++ {
			if e := &seals[emitted[next]]; highest == nil || e.Version > highest.Version {
				highest = e
			}
		}
		if highest != nil && s.Version < highest.Version {
			t.add(s2Back, s.Emitted, citing(highest, s), "%s sealed #%d under v%d %s, after %s had sealed #%d under v%d at %s",
				s.Node, s.ID, s.Version, span(s.Received, s.Emitted), highest.Node, highest.ID, highest.Version, at(highest.Emitted))
		}
	}
}

// underActive holds a seal to the time between its last check, at most δ before it
// left, and its leaving: to have been right on arrival is not enough.
func underActive(t *tally, h *Past) {
	rs := reigns(h.Views)
	for i := range h.Seals {
		s := &h.Seals[i]
		if s.Version == 0 {
			continue
		}
		t.judged(s2Active)
		checked := max(s.Received, s.Emitted-h.Policy.Emission)
		if !reignedDuring(rs, s.Version, checked, s.Emitted) {
			t.add(s2Active, s.Emitted, append(citing(s), ended(rs, s)...), "%s sealed #%d under v%d %s; %s",
				s.Node, s.ID, s.Version, span(s.Received, s.Emitted), whenActive(rs, s.Version))
		}
	}
}

func reignedDuring(rs []reign, version uint32, from, to time.Duration) bool {
	first := sort.Search(len(rs), func(i int) bool { return rs[i].to >= from })
	for _, r := range rs[first:] {
		if r.from > to {
			break
		}
		if r.version == version {
			return true
		}
	}
	return false
}

// ended cites the last revision that had ended the reign of a seal's version.
func ended(rs []reign, s *Seal) []Cite {
	for i := range slices.Backward(rs) {
		if r := &rs[i]; r.version == s.Version && r.to <= s.Emitted {
			return citing(r.end)
		}
	}
	return nil
}

// whenActive tells in words when a version was the active one.
func whenActive(rs []reign, version uint32) string {
	var times []string
	for _, r := range rs {
		switch {
		case r.version != version:
		case r.end == nil:
			times = append(times, "from "+at(r.from)+" on")
		default:
			times = append(times, span(r.from, r.to))
		}
	}
	if len(times) == 0 {
		return "it was never active"
	}
	return "it was active " + strings.Join(times, " and ")
}
