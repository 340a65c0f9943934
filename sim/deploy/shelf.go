package deploy

import "pawl/checker"

// A shelf hands out room for values of one type, many at a time: a run has thousands of
// facts, and each would be allocated by itself.
type shelf[T any] struct{ free []T }

const shelfSize = 64

func (s *shelf[T]) put(v T) *T {
	if len(s.free) == 0 {
		s.free = make([]T, shelfSize)
	}
	p := &s.free[0]
	*p, s.free = v, s.free[1:]
	return p
}

// shelves are for what there is much of.
type shelves struct {
	asked  shelf[checker.Asked]
	wrote  shelf[checker.Wrote]
	leased shelf[checker.Leased]
	sealed shelf[checker.Emitted]
	opened shelf[checker.Opened]
	stamps shelf[checker.Stamp]
	texts  []string // room for lists of stored keys
	reads  []checker.Seen
}

// list is room for n of a slice that is shared out.
func list[T any](room *[]T, n int) []T {
	if n > len(*room) {
		*room = make([]T, max(n, 4*shelfSize))
	}
	l := (*room)[:n:n]
	*room = (*room)[n:]
	return l
}
