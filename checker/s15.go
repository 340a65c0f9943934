package checker

import (
	"slices"
	"time"
)

var s15 = Invariant{"S15",
	"An aborted rotation never sealed anything; one open lease later no stamp names its version and its material is destroyed; its number is burnt.",
	[]Clause{
		{"entered", "ABORTING is entered before a commit only, and ABORTED from ABORTING."},
		{"unsealed", "Nothing is sealed under the version of an aborted rotation."},
		{"unstamped", "One open lease after ABORTED no stamp names its version."},
		{"destroyed", "One open lease after ABORTED no material of it is left."},
		{"burnt", "The record has its number as BURNT, and it does not come back."},
	}, judgeS15}

const (
	s15Entered clause = iota
	s15Unsealed
	s15Unstamped
	s15Destroyed
	s15Burnt
)

// An aborted is a rotation that was given up.
type aborted struct {
	version        uint32
	aborting, done *View // done is nil until it is ABORTED
	told           bool  // that its number came back
}

// S15: an abort leaves nothing behind.
func judgeS15(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("no rotation was aborted")
	given := givenUp(t, h)
	for i := range h.Seals {
		s := &h.Seals[i]
		if g := given.get(s.Version); g != nil {
			t.add(s15Unsealed, s.Emitted, citing((*g).aborting, s), "%s sealed #%d at %s under v%d, whose rotation was aborted at %s, revision %d",
				who(s.Node, s.Incarnation), s.ID, at(s.Emitted), s.Version, at((*g).aborting.At), (*g).aborting.Revision)
		}
	}
	for _, g := range given.t {
		t.judged(s15Unsealed)
		if end, over := g.over(h); over {
			t.judged(s15Destroyed)
			materialLeft(t, h, g, end)
		}
	}
	namedLate(t, h, &given)
}

// over is when one open lease has passed since ABORTED, if the run saw that.
func (g *aborted) over(h *Past) (end time.Duration, over bool) {
	if g.done == nil {
		return 0, false
	}
	end = g.done.At + h.Policy.OpenLease
	return end, end < h.End
}

// givenUp replays the aborts, and judges what the record says of them.
func givenUp(t *tally, h *Past) (given byVersion[*aborted]) {
	var now *aborted
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		v, prev := x.v, x.prev
		if prev == nil {
			continue
		}
		from := prev.effective()
		if from == Committed && v.effective() != Committed {
			t.judged(s15Entered) // into something else than an abort, or not
		}
		switch {
		case v.effective() == Aborting && from != Aborting:
			t.judged(s15Entered)
			now = &aborted{version: max(v.Next, prev.Next), aborting: v}
			*given.at(now.version) = now
			if rank(from) < rank(Intent) || rank(from) > rank(Draining) {
				t.add(s15Entered, v.At, citing(prev, v), "%s wrote ABORTING at %s, revision %d, from %s", v.By, at(v.At), v.Revision, from)
			}
		case v.effective() == Aborted && from != Aborted:
			t.judged(s15Entered)
			if from != Aborting || now == nil { // nil: the history begins while it was aborting
				now = &aborted{version: max(v.Next, prev.Next), aborting: v}
				if now.version == 0 {
					now.version = v.Active
				}
				*given.at(now.version) = now
			}
			if from != Aborting {
				t.add(s15Entered, v.At, citing(prev, v), "%s wrote ABORTED at %s, revision %d, from %s", v.By, at(v.At), v.Revision, from)
			}
			now.done = v
		}
		for _, g := range given.t {
			g.burnt(t, v)
		}
	}
	return given
}

// burnt holds the record to an abort that is done.
func (g *aborted) burnt(t *tally, v *View) {
	if g.done == nil || g.told {
		return
	}
	t.judged(s15Burnt)
	state := v.state(g.version)
	switch {
	case v.Active == g.version || v.Next == g.version && v.effective() != Aborted:
		g.told = true
		t.add(s15Burnt, v.At, citing(g.done, v), "%s has v%d again (active v%d, next v%d) at %s, revision %d; its rotation was aborted at %s, revision %d",
			v.By, g.version, v.Active, v.Next, at(v.At), v.Revision, at(g.done.At), g.done.Revision)
	case state != "" && state != Burnt:
		g.told = true
		t.add(s15Burnt, v.At, citing(g.done, v), "%s has v%d as %s at %s, revision %d; its rotation was aborted at %s, revision %d",
			v.By, g.version, state, at(v.At), v.Revision, at(g.done.At), g.done.Revision)
	case v.Spare == g.version:
		g.told = true
		t.add(s15Burnt, v.At, citing(g.done, v), "%s has v%d lie ready at %s, revision %d; its rotation was aborted at %s, revision %d",
			v.By, g.version, at(v.At), v.Revision, at(g.done.At), g.done.Revision)
	}
}

// materialLeft looks for material that was made and not destroyed.
func materialLeft(t *tally, h *Past, g *aborted, end time.Duration) {
	left := h.materialAt(g.version, end)
	if left != nil {
		t.add(s15Destroyed, end, citing(left, g.done), "v%d, made at %s by operation %s, was not destroyed by %s, one open lease after ABORTED at %s, revision %d",
			g.version, at(left.At), left.Op, at(end), at(g.done.At), g.done.Revision)
	}
}

// namedLate looks for stamps that name the version of an abort too late.
func namedLate(t *tally, h *Past, given *byVersion[*aborted]) {
	if !h.Offers.Stamps || len(given.n) == 0 {
		return
	}
	for _, g := range given.t {
		if _, over := g.over(h); over {
			t.judged(s15Unstamped)
		}
	}
	late := func(s *Grant, n uint32) {
		g := given.get(n)
		if g == nil {
			return
		}
		if end, over := (*g).over(h); over && h.over(s) > end {
			t.add(s15Unstamped, max(s.At, end), citing((*g).done, s), "the stamp of %s, granted at %s, revision %d, and in the store until %s, names v%d; its rotation was ABORTED at %s, revision %d",
				who(s.Node, s.Incarnation), at(s.At), s.Revision, at(s.Until), n, at((*g).done.At), (*g).done.Revision)
		}
	}
	for i := range h.Stamps {
		s := &h.Stamps[i]
		if s.Seal != 0 {
			late(s, s.Seal)
		}
		for _, n := range s.Opens {
			late(s, n)
		}
	}
}

// rank is how far a rotation in this phase has come; 0: none is under way, or it is not
// going forward.
func rank(p Phase) int {
	return 1 + slices.Index([]Phase{Intent, Staged, Published, Verified, Draining, Committed}, p)
}
