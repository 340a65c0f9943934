package sim

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestPlacesAreApart draws in several places in any interleaving: what one
// place gives is what it gives when it is asked alone.
func TestPlacesAreApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		order := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", ""})).Draw(t, "order")
		mixed := map[string][]int{}
		w := New(Config{Seed: seed})
		for _, place := range order {
			mixed[place] = append(mixed[place], w.Source(place).Choose(1000))
		}
		for place, want := range mixed {
			alone := New(Config{Seed: seed})
			for i, n := range want {
				if got := alone.Source(place).Choose(1000); got != n {
					t.Fatalf("place %q, draw %d: alone %d, among others %d", place, i, got, n)
				}
			}
		}
	})
}

func TestChoose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, math.MaxInt32).Draw(t, "n")
		w := New(Config{Seed: rapid.Uint64().Draw(t, "seed")})
		which := w.Source("x").Choose(n)
		if which < 0 || which >= n {
			t.Fatalf("Choose(%d) = %d", n, which)
		}
		want := []Decision{{"x", int32(n), int32(which)}}
		if got := w.Run(0).Decisions; !slices.Equal(got, want) {
			t.Fatalf("log %v, want %v", got, want)
		}
	})
}

// TestChooseIsFair counts. The seed is fixed, so that it fails always or never.
func TestChooseIsFair(t *testing.T) {
	s := New(Config{Seed: 1}).Source("die")
	var count [6]int
	for range 60_000 {
		count[s.Choose(6)]++
	}
	for side, n := range count {
		if n < 9_700 || n > 10_300 {
			t.Errorf("side %d came %d times of 60000", side, n)
		}
	}
}

// TestChooseIsStable holds some draws by value: they must be the same on every
// machine and in every version, or seeds lose their meaning.
func TestChooseIsStable(t *testing.T) {
	s := New(Config{Seed: 7}).Source("net/a-b/delay")
	var got []int
	for _, n := range []int{2, 10, 1000, math.MaxInt32, 1} {
		got = append(got, s.Choose(n))
	}
	if want := []int{0, 6, 165, 1230487003, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Int64().Draw(t, "x"), rapid.Int64().Draw(t, "y")
		lo, hi := time.Duration(min(x, y)), time.Duration(max(x, y))
		w := New(Config{Seed: rapid.Uint64().Draw(t, "seed")})
		if d := w.Source("x").Between(lo, hi); d < lo || d > hi {
			t.Fatalf("Between(%d, %d) = %d", lo, hi, d)
		}
	})
}

// TestBetweenReachesBothEnds forces the first and last step of the grid.
func TestBetweenReachesBothEnds(t *testing.T) {
	for _, c := range []struct {
		lo, hi time.Duration
		among  int32
	}{{5, 5, 1}, {0, 3, 4}, {0, 1023, 1024}, {0, 1024, 1024}, {-7, time.Hour, 1024}, {math.MinInt64, math.MaxInt64, 1024}} {
		w := New(Config{Replay: []Decision{{"x", c.among, 0}, {"x", c.among, c.among - 1}}})
		s := w.Source("x")
		if lo, hi := s.Between(c.lo, c.hi), s.Between(c.lo, c.hi); lo != c.lo || hi != c.hi {
			t.Errorf("between %d and %d: first %d, last %d", c.lo, c.hi, lo, hi)
		}
		if o := w.Run(0); o.Diverged != nil {
			t.Errorf("between %d and %d: %+v", c.lo, c.hi, *o.Diverged)
		}
	}
}

func TestChance(t *testing.T) {
	s := New(Config{}).Source("x")
	for range 100 {
		if s.Chance(0, 7) || !s.Chance(7, 7) {
			t.Fatal("never and always are neither")
		}
	}
}

func TestImpossibleChoices(t *testing.T) {
	for name, choose := range map[string]func(*Source){
		"none":     func(s *Source) { s.Choose(0) },
		"negative": func(s *Source) { s.Choose(-1) },
		"reversed": func(s *Source) { s.Between(2, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			choose(New(Config{}).Source("x"))
		})
	}
}

// TestSourceAlone: a source that stands alone draws what the one of a world draws.
func TestSourceAlone(t *testing.T) {
	w, alone := New(Config{Seed: 7}), NewSource(7, "here")
	for i := range 100 {
		if a, b := w.Source("here").Choose(1000), alone.Choose(1000); a != b {
			t.Fatalf("draw %d: %d in a world, %d alone", i, a, b)
		}
	}
}
