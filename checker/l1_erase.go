package checker

import (
	"slices"
	"time"
)

// erases demands of every node that nothing keeps from it that its disk is without what the
// record has as destroyed or burnt, for as long as it has it so. A node that was away, or whose
// disk was put back, finds such material when it starts.
func erases(t *tally, h *Past) {
	var disks map[string]disk
	for _, e := range h.finished() {
		print := h.printOf(e.n)
		if print == "" {
			continue
		}
		if disks == nil {
			disks = h.onDisks()
		}
		for i := range h.Starts {
			s := &h.Starts[i]
			if h.duty[s.Machine] == NodeDuty && slices.ContainsFunc(disks[s.Machine], func(c *Copy) bool { return c.Print == print }) {
				h.erased(t, s, disks[s.Machine], &e, print)
			}
		}
	}
}

// A finished is a version that the record has as destroyed or burnt.
type finished struct {
	n     uint32
	state State
	view  *View         // that says so first
	until time.Duration // the record lists it so
}

func (h *Past) finished() (all []finished) {
	for i := range h.Views {
		v := &h.Views[i]
		for k := range all {
			if e := &all[k]; e.until == h.End && v.state(e.n) != e.state {
				e.until = v.early()
			}
		}
		for _, x := range v.Versions {
			known := slices.ContainsFunc(all, func(e finished) bool { return e.n == x.N })
			if (x.State == Destroyed || x.State == Burnt) && !known {
				all = append(all, finished{x.N, x.State, v, h.End})
			}
		}
	}
	return all
}

// printOf is the fingerprint that the record last had for a version.
func (h *Past) printOf(n uint32) (print string) {
	for i := range h.Views {
		if ver := h.Views[i].version(n); ver != nil && ver.Print != "" {
			print = ver.Print
		}
	}
	return print
}

// erased holds one start of a node to a version that has ended, whose material has a fingerprint.
func (h *Past) erased(t *tally, s *Start, on disk, e *finished, print string) {
	bound := h.ServeBound()
	for _, q := range h.serving(s.Machine).quiet(max(s.From, e.view.At), min(s.To, e.until)) {
		by := q.from + bound
		if by >= q.to {
			continue
		}
		t.judged(l1Erases)
		i := slices.IndexFunc(on, func(c *Copy) bool { return c.there(print, by) && c.Written <= q.from })
		if i >= 0 {
			t.add(l1Erases, by, citing(e.view), "%s has v%d, %s since %s, revision %d, on its disk at %s, where it was written at %s; it ran from %s, and nothing kept it from erasing that since %s",
				s.Incarnation, e.n, e.state, at(e.view.At), e.view.Revision, at(by), at(on[i].Written), at(s.From), at(q.from))
			return
		}
	}
}
