package campaign

import "pawl/reports"

// A Shard is one of several parts of what is to be done: things with numbers that follow one
// another, so that what is first in a part, and in no part before it, is first of all. The
// zero Shard is all of it.
type Shard struct{ Number, Of int } // from 1

// Whole says that there is no other part.
func (s Shard) Whole() bool { return s.Of <= 1 }

// Range is which of n things are in it: from one to before another.
func (s Shard) Range(n int) (from, to int) { return reports.RangeOf(n, s.Number, s.Of) }

// part is what a shard has of a list.
func part[T any](s Shard, all []T) []T {
	from, to := s.Range(len(all))
	return all[from:to]
}
