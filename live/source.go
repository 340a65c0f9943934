package live

import (
	"hash/fnv"
	"math/rand/v2"
	"sync"
	"time"
)

// A source draws for one place of a run: what it gives is the same for the same seed, as far as
// it is asked in the same order. Several may ask it.
type source struct {
	mu   sync.Mutex
	rand *rand.Rand
}

func (r *run) source(place string) *source {
	h := fnv.New64a()
	_, _ = h.Write([]byte(place)) // does not fail
	return &source{rand: rand.New(rand.NewPCG(r.setup.Seed, h.Sum64()))}
}

// Choose is a number from 0 to below n.
func (s *source) Choose(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(n)
}

func (s *source) between(from, to time.Duration) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return from + time.Duration(s.rand.Int64N(max(1, int64(to-from))))
}

// one is one of some.
func one[T any](s *source, all []T) T { return all[s.Choose(len(all))] }
