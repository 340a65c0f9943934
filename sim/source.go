package sim

import (
	"fmt"
	"math"
	"math/bits"
	"time"
)

// A Source makes the decisions of one place: a link, a disk, a client's mood.
// What it draws follows from the seed, the name of the place and how often it
// has been asked, and from nothing else: more draws in one place never shift
// those of another.
type Source struct {
	w     *World // whose decisions it makes; nil: it stands alone
	place string
	key   uint64
	drawn uint64
	id    uint32 // in the trace hash; 0 until the first decision
	calm  bool   // its every choice is the least
}

// Source returns the source of decisions for a place. There is one for each
// place; it is made when first asked for.
func (w *World) Source(place string) *Source {
	if s := w.sources[place]; s != nil {
		return s
	}
	if len(w.blank) == 0 {
		w.blank = make([]Source, 64) // one allocation for as many places
	}
	s := &w.blank[0]
	w.blank = w.blank[1:]
	*s = Source{w: w, place: place, key: keyOf(w.cfg.Seed, place), calm: w.cfg.Drawing != nil && !w.drawing[place]}
	w.sources[place] = s
	return s
}

// NewSource returns a source that stands alone: what it chooses follows from seed and
// place as in any world of that seed, and goes into no log.
func NewSource(seed uint64, place string) *Source {
	return &Source{place: place, key: keyOf(seed, place)}
}

func keyOf(seed uint64, place string) uint64 { return mix(mix(seed+golden) ^ fnv(place)) }

// Choose returns one of 0 … n-1, all equally likely. It is a decision: it goes
// into the log, and in a replay it comes from there.
func (s *Source) Choose(n int) int {
	if !s.asked(n) {
		return 0
	}
	drawn := below(mix(s.key+s.drawn*golden), n)
	if s.w == nil {
		return int(drawn)
	}
	return int(s.w.decide(s, int32(n), drawn))
}

// Take is Choose where whoever asks has chosen already: it is the same decision, to be
// replayed as any other, and what is drawn there later is what would have been. In a place that
// is calm, and beyond a branch, what was chosen counts for nothing.
func (s *Source) Take(n, which int) int {
	if which < 0 || which >= n {
		panic(fmt.Sprintf("sim: %d taken at %q among %d", which, s.place, n))
	}
	if !s.asked(n) {
		return 0
	}
	if s.w == nil {
		return which
	}
	return int(s.w.decide(s, int32(n), int32(which)))
}

// asked counts a choice among n; false where it has no effect any more.
func (s *Source) asked(n int) bool {
	if n < 1 || n > math.MaxInt32 {
		panic(fmt.Sprintf("sim: choice at %q among %d: want 1 to %d", s.place, n, math.MaxInt32))
	}
	if s.w != nil && !s.w.enter() {
		return false
	}
	s.drawn++
	return true
}

// gridSteps is how many values Between has to choose from at most. Few are
// enough to meet every interesting order, and small numbers shrink well.
const gridSteps = 1024

// Between returns a duration from lo to hi, both included, on a grid of at most
// 1024 values. It is one decision.
func (s *Source) Between(lo, hi time.Duration) time.Duration {
	if hi < lo {
		panic(fmt.Sprintf("sim: duration at %q between %v and %v: want the smaller first", s.place, lo, hi))
	}
	span := uint64(hi) - uint64(lo)
	if span < gridSteps {
		return lo + time.Duration(s.Choose(int(span)+1))
	}
	// 128 bits, for a span may be as long as time itself.
	high, low := bits.Mul64(span, uint64(s.Choose(gridSteps)))
	step, _ := bits.Div64(high, low, gridSteps-1)
	return time.Duration(uint64(lo) + step)
}

// Chance returns true num times out of den. It is one decision.
func (s *Source) Chance(num, den int) bool { return s.Choose(den) < num }

// golden is 2^64 over the golden ratio, the increment of splitmix64.
const golden = 0x9E3779B97F4A7C15

// mix is the finalizer of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// below maps 64 even bits to 0 … n-1. It favours some values by n in 2^64.
func below(x uint64, n int) int32 {
	high, _ := bits.Mul64(x, uint64(n))
	return int32(high)
}

// fnv is FNV-1a with 64 bits.
func fnv(s string) uint64 {
	h := uint64(0xCBF29CE484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001B3
	}
	return h
}
