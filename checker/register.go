package checker

import (
	"fmt"
	"sort"
	"time"
)

// The seal register, as clients see it: each acknowledged seal reads the active
// version, each commit writes it. Without a record there are no writes to see,
// and what is left is that reads never go back.

// sealRegister checks the register of one key; ok is false if nobody read it.
func sealRegister(h *Past, opt Options) (l Linearity, ok bool) {
	reads := 0
	for i := range h.Seals {
		if h.Seals[i].Acked {
			reads++
		}
	}
	if reads == 0 {
		return l, false
	}
	l = Linearity{Object: "seal register", Invariant: "S2", Key: h.Keys[0], Ops: reads, Result: Linearizable}
	if !h.Offers.Record {
		if before, after := readsGoBack(h.Seals); before != nil {
			l.refuted(facts(before, after))
		}
		return l, true
	}
	ws := writes(h)
	l.Ops += len(ws)
	r, all, wrong := registerAnswers(h.Seals, ws)
	if wrong != nil {
		l.refuted(wrong)
		return l, true
	}
	l.decide(r, all, nil, opt)
	return l, true
}

// A write is a view that made another version the active one.
type write struct {
	version uint32
	start   *View
}

func writes(h *Past) []write {
	if !h.Offers.Record {
		return nil
	}
	var ws []write
	for _, r := range reigns(h.Views) {
		// A version that comes back after none was active was not written anew.
		if n := len(ws); n > 0 && ws[n-1].version == r.version {
			continue
		}
		ws = append(ws, write{r.version, r.start})
	}
	return ws
}

// registerAnswers is what the register is checked by, or else what is wrong without any
// look at times: a write that goes back, a read of what nobody wrote.
func registerAnswers(seals []Seal, ws []write) (r row, all []told, wrong *misfit) {
	for i := range ws {
		if i > 0 && ws[i].version <= ws[i-1].version {
			before, w := ws[i-1], ws[i]
			return nil, nil, &misfit{w.start.At, citing(before.start, w.start),
				fmt.Sprintf("revision %d at %s by %s makes v%d the active one again, after revision %d had made it v%d",
					w.start.Revision, at(w.start.At), w.start.By, w.version, before.start.Revision, before.version)}
		}
		r.write(ws[i].start)
	}
	for i := range seals {
		s := &seals[i]
		if !s.Acked {
			continue
		}
		k := writeOf(ws, s.Version)
		if k < 0 {
			return nil, nil, &misfit{s.Returned, citing(s), s.told() + ", which no revision had made the active one"}
		}
		all = r.and(all, told{called: s.Called, returned: s.Returned, of: s, at: stand{k + 1, k + 1}})
	}
	return r, all, nil
}

// writeOf returns the place of the write of a version, -1 if there is none. Versions go up.
func writeOf(ws []write, version uint32) int {
	if i := sort.Search(len(ws), func(i int) bool { return ws[i].version >= version }); i < len(ws) && ws[i].version == version {
		return i
	}
	return -1
}

// readsGoBack finds a read that was called after one of a higher version had returned.
// That is exact: if there is none, then sorting by version, and within a version by call,
// is a linear order.
func readsGoBack(seals []Seal) (before, after *Seal) {
	called := sortedBy(seals, func(s *Seal) time.Duration { return s.Called })
	returned := sortedBy(seals, func(s *Seal) time.Duration { return s.Returned })
	var highest *Seal
	next := 0
	for _, j := range called {
		s := &seals[j]
		if !s.Acked {
			continue
		}
		for ; next < len(returned) && seals[returned[next]].Returned < s.Called; next++ {
			if r := &seals[returned[next]]; r.Acked && (highest == nil || r.Version > highest.Version) {
				highest = r
			}
		}
		if highest != nil && s.Version < highest.Version {
			return highest, s
		}
	}
	return nil, nil
}

func (s *Seal) told() string {
	return fmt.Sprintf("%s sealed #%d under v%d for %s %s", s.Node, s.ID, s.Version, s.Client, span(s.Called, s.Returned))
}
