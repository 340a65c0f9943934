package deploy

import "pawl/checker"

// A Shelf hands out room for values of one type, many at a time: a run has thousands of
// some, and each would be allocated by itself. What was handed out before it was cleared
// is handed out again. Its zero value is ready.
type Shelf[T any] struct {
	blocks [][]T
	next   int // block
	free   []T
}

const shelfSize = 64

// Put is room with a value in it.
func (s *Shelf[T]) Put(v T) *T {
	l := s.List(1)
	l[0] = v
	return &l[0]
}

// List is room for n of a slice that is shared out. Something may be in it.
func (s *Shelf[T]) List(n int) []T {
	switch {
	case n > shelfSize:
		return make([]T, n) // what fits into no block
	case n > len(s.free):
		s.more()
	}
	l := s.free[:n:n]
	s.free = s.free[n:]
	return l
}

// more takes the next block.
func (s *Shelf[T]) more() {
	if s.next == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, shelfSize))
	}
	s.free = s.blocks[s.next]
	s.next++
}

// Clear takes it that nobody looks any more at what was handed out.
func (s *Shelf[T]) Clear() { s.next, s.free = 0, nil }

// shelves are for what there is much of.
type shelves struct {
	asked  Shelf[checker.Asked]
	wrote  Shelf[checker.Wrote]
	leased Shelf[checker.Leased]
	sealed Shelf[checker.Emitted]
	opened Shelf[checker.Opened]
	stamps Shelf[checker.Stamp]
	texts  Shelf[string] // lists of stored keys
	reads  Shelf[checker.Seen]
}

func (s *shelves) clear() {
	s.asked.Clear()
	s.wrote.Clear()
	s.leased.Clear()
	s.sealed.Clear()
	s.opened.Clear()
	s.stamps.Clear()
	s.texts.Clear()
	s.reads.Clear()
}
