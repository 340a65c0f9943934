package main

import (
	"testing"
	"time"

	"pawl/sim/foreign"
)

// A day is the same whenever it is made, and whatever runs beside it.
func TestADayIsTheSameAgain(t *testing.T) {
	want := judged(t, on(t, "dex-2.13.0-one-clock", 1)).Result.Hash
	for _, name := range []string{"again", "beside", "beside it"} {
		t.Run(name, func(t *testing.T) {
			if name != "again" {
				t.Parallel()
			}
			if got := judged(t, on(t, "dex-2.13.0-one-clock", 1)).Result.Hash; got != want {
				t.Errorf("hash %x, want %x", got, want)
			}
		})
	}
}

// What is laid out as dex's type is laid out as that still, and the strategy makes keys that differ.
func TestStrategyIsDexs(t *testing.T) {
	s := defaultRotationStrategy(time.Minute, time.Hour)
	if s.rotationFrequency != time.Minute || s.idTokenValidFor != time.Hour {
		t.Fatalf("dex's rotationStrategy is laid out in another way: %v, %v", s.rotationFrequency, s.idTokenValidFor)
	}
	foreign.Drawing(newStream("a"), func() {
		one, err := s.key()
		if err != nil {
			t.Fatal(err)
		}
		other, err := s.key()
		if err != nil {
			t.Fatal(err)
		}
		if one.Equal(other) || one.N.BitLen() != keyBits {
			t.Errorf("keys of %d bits, equal: %v", one.N.BitLen(), one.Equal(other))
		}
		foreign.Drawing(newStream("a"), func() {
			if again, err := s.key(); err != nil || !again.Equal(one) {
				t.Errorf("another key of the same stream: %v", err)
			}
		})
	})
}
