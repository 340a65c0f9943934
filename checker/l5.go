package checker

import (
	"slices"
)

var l5 = Invariant{"L5",
	"Live nodes reach the floor within a bound.",
	[]Clause{
		{"stamped", "A node that was up, and kept from nothing for the whole of the bound, has an unexpired stamp to open, for as long as that lasts."},
		{"floor", "That stamp is not below the floor."},
	}, judgeL5}

const (
	l5Stamped clause = iota
	l5Floor
)

// L5: who can serve does.
func judgeL5(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if !h.Offers.Stamps {
		t.skip(noStamps)
		return
	}
	first := h.firstActive()
	if first == nil {
		t.skip("no version was ever active")
		return
	}
	t.skip("no node was left alone for the length of the bound")
	bound := h.ServeBound()
	stamps := h.stampsOf(false)
	for i := range h.Starts {
		s := &h.Starts[i]
		if !h.isNode(s.Machine) {
			continue
		}
		for _, q := range h.serving(s.Machine).quiet(max(s.From, first.At), s.To) {
			if from := q.from + bound; from < q.to {
				h.serves(t, s, stamps[s.Incarnation], interval{from, q.to})
			}
		}
	}
}

// serves demands stamps of one start of a node throughout an interval.
func (h *Past) serves(t *tally, s *Start, stamps []*Grant, in interval) {
	t.judged(l5Stamped)
	until := in.from // covered so far
	var last *Grant
	for _, g := range stamps {
		if g.At > until {
			break
		}
		if g.Until >= until {
			until, last = g.Until, g
		}
	}
	if until < in.to {
		t.add(l5Stamped, until, citing(h.firstActive()), "%s ran from %s, and nothing kept it from serving from %s to %s; it had no stamp to open at %s",
			s.Incarnation, at(s.From), at(in.from-h.ServeBound()), at(in.to), at(until))
		return
	}
	t.judged(l5Floor)
	v := viewAt(h.Views, in.to)
	for _, g := range stamps {
		if g.At <= in.to && g.Until >= in.to && g.Rev >= v.Floor {
			return
		}
	}
	t.add(l5Floor, in.to, citing(v, last), "%s had a stamp of rev %d at %s; the floor was %d since revision %d at the latest",
		s.Incarnation, last.Rev, at(in.to), v.Floor, v.Revision)
}

// stampsOf are the stamps of one kind of each incarnation, in the order of time; looked up
// only.
func (h *Past) stampsOf(sealing bool) map[string][]*Grant {
	all := map[string][]*Grant{}
	for i := range h.Stamps {
		if g := &h.Stamps[i]; g.Sealing == sealing {
			all[g.Incarnation] = append(all[g.Incarnation], g)
		}
	}
	return all
}

func (h *Past) isNode(machine string) bool {
	return slices.ContainsFunc(h.Machines, func(m Machine) bool { return m.Name == machine && m.Duty == NodeDuty })
}

// firstActive is the first view with a version to seal under; nil if there is none.
func (h *Past) firstActive() *View {
	for i := range h.Views {
		if h.Views[i].Active != 0 {
			return &h.Views[i]
		}
	}
	return nil
}

// serving is the trouble of what a node needs in order to serve: itself, the store, the
// key service, and the ways between.
func (h *Past) serving(node string) trouble {
	duties := h.duty
	return h.troubleOf(func(m string) bool { return m == node || duties[m] == StoreDuty || duties[m] == KeysDuty })
}
