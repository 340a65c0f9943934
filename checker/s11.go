package checker

import (
	"slices"
	"time"
)

// S11: nodes serve under current stamps only. Grants are held to the target,
// which a barrier raises first; answers to the floor, which it leaves behind.
func judgeS11(h *History) Verdict {
	if !h.Described {
		return skip(undescribed)
	}
	if len(h.Stamps) == 0 {
		return skip("no stamp was granted")
	}
	t := judging(h)
	ss := stampsByServer(h.Stamps)
	grantedBelowTarget(t, h, &ss)
	for i := range h.Seals {
		s := &h.Seals[i]
		answerUnderStamp(t, h, &ss, answer{"sealed", s.Node, s.Incarnation, s.ID, s.StampRev, s.Emitted, true})
	}
	for i := range h.Opens {
		o := &h.Opens[i]
		if !o.Relying && (o.Answer == Right || o.Answer == Wrong) {
			answerUnderStamp(t, h, &ss, answer{"answered open", o.Node, o.Incarnation, o.ID, o.StampRev, o.Emitted, false})
		}
	}
	return t.v
}

// A server is one incarnation of one node, with one kind of right.
type server struct {
	node, incarnation string
	sealing           bool
}

// servers holds, for each server, its stamps in the order of time.
type servers struct {
	ids   []server
	list  [][]*Stamp
	after []int // the server whose stamp came after this one's, the last time
	last  int
}

func stampsByServer(stamps []Stamp) servers {
	var ss servers
	for i := range stamps {
		s := &stamps[i]
		k := ss.place(server{s.Node, s.Incarnation, s.Sealing})
		if k < 0 {
			k = len(ss.ids)
			ss.ids = append(ss.ids, server{s.Node, s.Incarnation, s.Sealing})
			ss.list = append(ss.list, make([]*Stamp, 0, 32))
			ss.after = append(ss.after, 0)
		}
		ss.list[k] = append(ss.list[k], s)
		ss.after[ss.last], ss.last = k, k
	}
	return ss
}

// place finds a server, -1 if it is new. Nodes renew in turn, so that a guess is
// nearly always right; hashing two strings for each stamp is what it saves.
func (ss *servers) place(id server) int {
	if len(ss.ids) == 0 {
		return -1
	}
	if k := ss.after[ss.last]; ss.ids[k] == id {
		return k
	}
	return slices.Index(ss.ids, id)
}

// of returns the stamps of one server, in the order of time.
func (ss *servers) of(id server) []*Stamp {
	if k := slices.Index(ss.ids, id); k >= 0 {
		return ss.list[k]
	}
	return nil
}

// covering says that some stamp stood at time t. Each stamp of a server ends
// when the next one replaces it, so that the search is short.
func covering(stamps []*Stamp, t time.Duration) bool {
	i, _ := slices.BinarySearchFunc(stamps, t, func(s *Stamp, t time.Duration) int {
		if s.At <= t {
			return -1
		}
		return 1
	})
	for i--; i >= 0; i-- {
		if stamps[i].Until >= t {
			return true
		}
	}
	return false
}

// grantedBelowTarget walks each server's stamps beside the views.
func grantedBelowTarget(t *tally, h *History, ss *servers) {
	for _, stamps := range ss.list {
		next := 0
		for k, s := range stamps {
			for next < len(h.Views) && h.Views[next].Revision <= s.Revision {
				next++
			}
			if next == 0 || s.Rev >= h.Views[next-1].Target {
				continue
			}
			if v := &h.Views[next-1]; !extends(v, stamps, k) {
				t.add(s.At, "node %s (incarnation %s) was granted a stamp of rev %d at %s, revision %d; the target was %d since %s, revision %d (%s)",
					s.Node, s.Incarnation, s.Rev, at(s.At), s.Revision, v.Target, at(v.At), v.Revision, v.Phase)
			}
		}
	}
}

// extends is the one exception: while a version is being published, a stamp that
// is alive may be kept alive, so that a node slow to load it goes on serving.
func extends(v *View, stamps []*Stamp, k int) bool {
	if v.effective() != Published || k == 0 {
		return false
	}
	before, s := stamps[k-1], stamps[k]
	return before.Rev == s.Rev && before.Until >= s.At
}

// An answer is a seal or an open that left a node.
type answer struct {
	did               string
	node, incarnation string
	id                int
	rev               uint64
	emitted           time.Duration
	sealing           bool
}

func answerUnderStamp(t *tally, h *History, ss *servers, a answer) {
	if a.rev == 0 {
		t.add(a.emitted, "node %s (incarnation %s) %s #%d at %s without a stamp", a.node, a.incarnation, a.did, a.id, at(a.emitted))
		return
	}
	if v := viewAt(h.Views, a.emitted); v != nil {
		floor := v.Floor
		if a.sealing {
			floor = v.SealFloor
		}
		if a.rev < floor {
			t.add(a.emitted, "node %s (incarnation %s) %s #%d at %s under a stamp of rev %d; the floor was %d (revision %d)",
				a.node, a.incarnation, a.did, a.id, at(a.emitted), a.rev, floor, v.Revision)
			return
		}
	}
	// Any stamp that stands will do: during a hand-over a node answers under the
	// one that its own next one has already replaced in the store.
	if !covering(ss.of(server{a.node, a.incarnation, a.sealing}), a.emitted) {
		t.add(a.emitted, "node %s (incarnation %s) %s #%d at %s under a stamp of rev %d; no stamp of that incarnation stood",
			a.node, a.incarnation, a.did, a.id, at(a.emitted), a.rev)
	}
}
