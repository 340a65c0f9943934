package checker

import (
	"slices"
	"time"
)

// A shelf follows what is kept under each name from one revision to the next.
type shelf struct {
	keeps []Keep
	next  int
	now   []*Keep // what stands, in the order of names

	spoiled []*Keep // what stands and cannot be read
}

// put takes the next write, and gives what it has replaced; nil if nothing was there.
func (s *shelf) put() (k, before *Keep) {
	k = &s.keeps[s.next]
	s.next++
	i, found := slices.BinarySearchFunc(s.now, k, func(a, b *Keep) int { return compareText(a.Name, b.Name) })
	if found {
		before = s.now[i]
	}
	s.spoiled = slices.DeleteFunc(s.spoiled, func(old *Keep) bool { return old.Name == k.Name })
	if k.Spoiled {
		s.spoiled = append(s.spoiled, k)
	}
	switch {
	case found && k.Gone:
		s.now = slices.Delete(s.now, i, i+1)
	case found:
		s.now[i] = k
	case !k.Gone:
		s.now = slices.Insert(s.now, i, k)
	}
	return k, before
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// more says that there is a write up to a revision.
func (s *shelf) more(revision int64) bool {
	return s.next < len(s.keeps) && s.keeps[s.next].Revision <= revision
}

// keptAt is what is kept at some time.
func (h *Past) keptAt(when time.Duration) *shelf {
	s := &shelf{keeps: h.Keeps}
	for s.next < len(s.keeps) && s.keeps[s.next].At <= when {
		s.put()
	}
	return s
}

// under is what a kept text is sealed under: by what opens it, and where nothing does by
// what the engine says.
func (k *Keep) under() uint32 {
	if k.Used.Version != 0 {
		return k.Used.Version
	}
	return k.Said.Version
}

// rewraps says that versions owe it to what is kept that they stay.
func (h *Past) rewraps() bool { return h.Policy.Rewrap && h.Offers.Rewraps }
