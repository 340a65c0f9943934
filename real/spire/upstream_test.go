package main

import (
	"sync"
	"testing"

	"pawl/scenarios"
)

// TestQuietDayDownstream: without trouble a server with an upstream authority keeps what it claims, and
// its signatures hang on one root of the authority after the other.
func TestQuietDayDownstream(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		o := made(t, quiet(Downstream(), seed))
		if o.Verdict() != scenarios.Passed {
			t.Fatalf("seed %d: %s, %v, %v", seed, o.Verdict(), o.Fired(), o.Findings)
		}
		highest := map[string]uint32{}
		for i := range o.Past.Seals {
			s := &o.Past.Seals[i]
			highest[s.Key] = max(highest[s.Key], s.Version)
		}
		for _, key := range o.Setup.Keys {
			if highest[key] < 3 {
				t.Errorf("seed %d: %s has come to version %d only", seed, key, highest[key])
			}
		}
	}
}

// TestSameDayDownstream: goroutines of SPIRE's own make no day another one, nor does what runs
// beside it.
func TestSameDayDownstream(t *testing.T) {
	alone := map[uint64][32]byte{}
	for seed := uint64(1); seed <= 4; seed++ {
		alone[seed] = made(t, day(Downstream(), seed)).Hash
	}
	if alone[1] == alone[2] {
		t.Error("two seeds are one day")
	}
	var wg sync.WaitGroup
	for seed := uint64(1); seed <= 4; seed++ {
		wg.Go(func() {
			if got := made(t, day(Downstream(), seed)).Hash; got != alone[seed] {
				t.Errorf("seed %d: beside others it is another day", seed)
			}
		})
	}
	wg.Wait()
}
