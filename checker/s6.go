package checker

import (
	"slices"
	"time"
)

var s6 = Invariant{"S6",
	"Intent and material are durable before any effect outside.",
	[]Clause{
		{"intent", "The record names a version before its material is asked for, or pushed to a node."},
		{"published", "A version that is published, or made the active one, has material."},
		{"stamps", "A version that a stamp opens has material."},
		{"durable", "A node that keeps material on its disk has all of it there, durably, that it asks for a stamp to open."},
	}, judgeS6}

const (
	s6Intent clause = iota
	s6Published
	s6Stamps
	s6Durable
)

// S6: intent before effect, material before use. What the first view shows is
// how the key was set up; it is given, not judged.
func judgeS6(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if len(h.Views) == 0 {
		t.skip("the record was never written")
		return
	}
	minted := firstMints(h.Effects)
	t.skip("nothing was minted and no rotation was started")
	intentFirst(t, h)
	materialFirst(t, h, &minted)
}

// firstMints is when each version was first made, or said to have been.
func firstMints(effects []Effect) byVersion[*Effect] {
	var m byVersion[*Effect]
	for i := range effects {
		e := &effects[i]
		if e.Kind == Mint && e.Accepted {
			if p := m.at(e.Version); *p == nil {
				*p = e
			}
		}
	}
	return m
}

// intentFirst compares with when the mint was asked for, where that is known:
// asking is what must wait.
func intentFirst(t *tally, h *Past) {
	for i := range h.Effects {
		e := &h.Effects[i]
		outside := e.Kind == Mint || e.Kind == Install || e.Kind == Activate
		if !outside || !e.Made || e.At < h.Views[0].At {
			continue
		}
		t.judged(s6Intent)
		asked := e.Sent
		if asked == 0 {
			asked = e.At
		}
		v := firstIntent(h.Views, e.Version)
		switch {
		case v == nil:
			t.add(s6Intent, e.At, citing(e), "%s had the %s of v%d done at %s (operation %s); no revision ever said that it would", e.By, e.Kind, e.Version, at(e.At), e.Op)
		case v.Early > asked:
			t.add(s6Intent, e.At, citing(e, v), "%s asked at %s for the %s of v%d, done at %s (operation %s); the intent was first in the record at %s, revision %d",
				e.By, at(asked), e.Kind, e.Version, at(e.At), e.Op, at(v.At), v.Revision)
		}
	}
}

func firstIntent(views []View, version uint32) *View {
	for i := range views {
		v := &views[i]
		if v.Next == version || holds(v, version) {
			return v
		}
	}
	return nil
}

func holds(v *View, version uint32) bool {
	return version == v.Active || slices.ContainsFunc(v.Versions, func(ver Version) bool { return ver.N == version })
}

func materialFirst(t *tally, h *Past, minted *byVersion[*Effect]) {
	var ready byVersion[time.Duration] // since when the version can be used
	for i, n := range minted.n {
		*ready.at(n) = minted.t[i].At
	}
	for _, ver := range h.Views[0].Versions {
		*ready.at(ver.N) = 0
	}
	made := func(version uint32, by time.Duration) bool {
		since := ready.get(version)
		return since != nil && *since <= by
	}
	for i := 1; i < len(h.Views); i++ {
		v, p := &h.Views[i], &h.Views[i-1]
		entered := v.Phase == Published && (p.Phase != Published || p.Next != v.Next)
		if entered {
			t.judged(s6Published)
		}
		if v.Active != p.Active && v.Active != 0 {
			t.judged(s6Published)
			if !made(v.Active, v.At) {
				t.add(s6Published, v.At, citing(v), "revision %d at %s by %s makes v%d the active one, which had not been minted", v.Revision, at(v.At), v.By, v.Active)
			}
		}
		if entered && v.Next != 0 && !made(v.Next, v.At) {
			t.add(s6Published, v.At, citing(v), "revision %d at %s by %s publishes v%d, which had not been minted", v.Revision, at(v.At), v.By, v.Next)
		}
	}
	disks := h.onDisks()
	for i := range h.Stamps {
		s := &h.Stamps[i]
		durably(t, disks[machineOf(s.By)], s)
		for _, n := range s.Opens {
			t.judged(s6Stamps)
			if !made(n, s.At) {
				t.add(s6Stamps, s.At, citing(s), "the stamp of %s at %s, revision %d, opens v%d, which had not been minted", s.Node, at(s.At), s.Revision, n)
			}
		}
	}
}

// durably holds a stamp that is newly asked for to the disk of who asks.
func durably(t *tally, on disk, s *Grant) {
	if s.Kept || len(s.Prints) == 0 || len(on) == 0 {
		return
	}
	for k, n := range s.Opens {
		t.judged(s6Durable)
		if !on.durable(s.Prints[k], s.Asked) {
			t.add(s6Durable, s.At, citing(s), "%s asked at %s for the stamp at %s, revision %d, which opens v%d; its disk did not have material %s durably by then",
				s.By, at(s.Asked), at(s.At), s.Revision, n, s.Prints[k])
		}
	}
}
