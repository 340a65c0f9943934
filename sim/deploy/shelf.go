package deploy

import "pawl/checker"

// A shelf hands out room for values of one type, many at a time: a run has thousands of
// facts, and each would be allocated by itself. What was handed out before it was cleared
// is handed out again.
type shelf[T any] struct {
	blocks [][]T
	next   int // block
	free   []T
}

const shelfSize = 64

func (s *shelf[T]) put(v T) *T {
	l := s.list(1)
	l[0] = v
	return &l[0]
}

// list is room for n of a slice that is shared out. Something may be in it.
func (s *shelf[T]) list(n int) []T {
	if n > len(s.free) {
		s.more(n)
	}
	l := s.free[:n:n]
	s.free = s.free[n:]
	return l
}

// more takes the next block; what does not fit into any gets one of its own.
func (s *shelf[T]) more(n int) {
	switch {
	case n > shelfSize:
		s.free = make([]T, n)
		return
	case s.next == len(s.blocks):
		s.blocks = append(s.blocks, make([]T, shelfSize))
	}
	s.free = s.blocks[s.next]
	s.next++
}

func (s *shelf[T]) clear() { s.next, s.free = 0, nil }

// shelves are for what there is much of.
type shelves struct {
	asked  shelf[checker.Asked]
	wrote  shelf[checker.Wrote]
	leased shelf[checker.Leased]
	sealed shelf[checker.Emitted]
	opened shelf[checker.Opened]
	stamps shelf[checker.Stamp]
	texts  shelf[string] // lists of stored keys
	reads  shelf[checker.Seen]
}

func (s *shelves) clear() {
	s.asked.clear()
	s.wrote.clear()
	s.leased.clear()
	s.sealed.clear()
	s.opened.clear()
	s.stamps.clear()
	s.texts.clear()
	s.reads.clear()
}
