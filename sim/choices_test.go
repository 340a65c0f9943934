package sim

import (
	"slices"
	"testing"
)

// TestChoicesAreKept fills several pieces, from places in any order.
func TestChoicesAreKept(t *testing.T) {
	for _, count := range []int{0, 1, pieceOfChoices - 1, pieceOfChoices, pieceOfChoices + 1, 3*pieceOfChoices + 7} {
		run := func(cfg Config) (Ending, []Decision) {
			w, want := New(cfg), []Decision{}
			for i := range count {
				place, n := string(rune('a'+i*i%7)), i%11+1
				want = append(want, Decision{place, int32(n), int32(w.Source(place).Choose(n))})
			}
			return w.Run(0), want
		}
		o, want := run(Config{Seed: 3})
		if o.Decisions == nil || !slices.Equal(o.Decisions, want) {
			t.Errorf("%d decisions: got %d others", count, len(o.Decisions))
		}
		if again, _ := run(Config{Replay: o.Decisions}); again.Diverged != nil || again.Hash != o.Hash {
			t.Errorf("%d decisions: the replay differs: %+v", count, again.Diverged)
		}
	}
}

// TestNoLog changes nothing but that there is no log.
func TestNoLog(t *testing.T) {
	first := fixed().run(Config{Seed: 42})
	for name, cfg := range map[string]Config{
		"drawn":    {Seed: 42, NoLog: true},
		"replayed": {Replay: first.Decisions, NoLog: true},
	} {
		o := fixed().run(cfg)
		if o.Decisions != nil || o.Diverged != nil {
			t.Errorf("%s: %d decisions, diverged %v", name, len(o.Decisions), o.Diverged)
		}
		o.Decisions = first.Decisions
		same(t, first, o)
	}
	o := fixed().run(Config{Replay: append(slices.Clone(first.Decisions), Decision{"more", 2, 1}), NoLog: true})
	if o.Diverged == nil || o.Diverged.Index != len(first.Decisions) {
		t.Errorf("a log that is too long: diverged %+v", o.Diverged)
	}
	w := New(Config{NoLog: true, MaxEvents: 3})
	w.After(0, Func(func() {
		for {
			w.Source("x").Choose(2)
		}
	}))
	found(t, w.Run(1), KindRunaway, "", "3 decisions")
}
