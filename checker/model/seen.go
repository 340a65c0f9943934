package model

import (
	"fmt"
	"time"

	"pawl/checker"
)

// Visited is what of the model was seen, in one run or in many. The zero Visited has seen nothing.
type Visited struct {
	visited [(numbers + 63) / 64]uint64 // states by their number, one bit each
	Steps   int                         // shifts that were held against the model
	Strays  int                         // of them, those that it does not allow
	First   Stray                       // of these, the first
}

// A Stray is a shift that the model does not allow.
type Stray struct {
	Key      string
	At       time.Duration
	Revision int64 // of the record; 0: it was not written
	From, To State
}

// String says what is wrong with it.
func (s *Stray) String() string {
	what := "around the record"
	if s.Revision != 0 {
		what = fmt.Sprintf("by revision %d of the store", s.Revision)
	}
	return fmt.Sprintf("%s at %.3f s went, %s, from (%s) to (%s)", s.Key, s.At.Seconds(), what, s.From, s.To)
}

// Watch returns what holds each shift of a run against the model, and notes it in seen.
func (m *Chart) Watch(seen *Visited) func(*checker.Shift) {
	return func(p *checker.Shift) {
		from, to := Of(&p.From), Of(&p.To)
		if p.From.View == nil { // the record as it was laid down
			seen.Visit(to)
			return
		}
		seen.Visit(from)
		seen.Visit(to)
		seen.Steps++
		if m.allows(from, to, p.Wrote) {
			return
		}
		if seen.Strays++; seen.Strays == 1 {
			seen.First = Stray{Key: p.Key, At: p.To.At, From: from, To: to}
			if p.Wrote {
				seen.First.Revision = p.To.View.Revision
			}
		}
	}
}

// Visit notes that a state was seen.
func (s *Visited) Visit(x State) {
	if n, ok := x.number(); ok {
		s.visited[n/64] |= 1 << (n % 64)
	}
}

// Add adds what another run has seen; the first stray is the first one's.
func (s *Visited) Add(o *Visited) {
	for i := range s.visited {
		s.visited[i] |= o.visited[i]
	}
	if s.Strays == 0 {
		s.First = o.First
	}
	s.Steps, s.Strays = s.Steps+o.Steps, s.Strays+o.Strays
}

// Has says whether a state was seen.
func (s *Visited) Has(x State) bool {
	n, ok := x.number()
	return ok && s.visited[n/64]>>(n%64)&1 == 1
}
