package sim

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestBranchBySeed: a branch by the seed of its log is the run of that log, wherever it
// branches off; by another seed it is the same up to there.
func TestBranchBySeed(t *testing.T) {
	first := fixed().run(Config{Seed: 42, Keep: true})
	other := fixed().run(Config{Seed: 43, Keep: true})
	if len(first.Decisions) < 4 || first.Hash == other.Hash {
		t.Fatalf("%d decisions: nothing to see", len(first.Decisions))
	}
	for after := range len(first.Decisions) + 1 {
		same(t, first, fixed().run(Config{Replay: first.Decisions, Branch: &Branch{after, 42}, Keep: true}))
		o := fixed().run(Config{Replay: first.Decisions, Branch: &Branch{after, 43}})
		if o.Diverged != nil || !slices.Equal(o.Decisions[:after], first.Decisions[:after]) {
			t.Errorf("after %d decisions: diverged %+v, or other decisions before", after, o.Diverged)
		}
	}
	same(t, other, fixed().run(Config{Seed: 42, Replay: first.Decisions, Branch: &Branch{0, 43}, Keep: true}))
	same(t, other, fixed().run(Config{Seed: 42, Branch: &Branch{-1, 43}, Keep: true})) // without a log, too
}

// TestBranchDraws: from where it branches off something else is drawn, for some seed.
func TestBranchDraws(t *testing.T) {
	first := fixed().run(Config{Seed: 42})
	after := len(first.Decisions) / 2
	for seed := range uint64(20) {
		o := fixed().run(Config{Replay: first.Decisions, Branch: &Branch{after, seed}})
		if !slices.Equal(o.Decisions, first.Decisions) {
			return
		}
	}
	t.Error("20 seeds have drawn what the log has")
}

// TestBranchDiverges: what is to be followed must be there and fit.
func TestBranchDiverges(t *testing.T) {
	size, p := Decision{"size", 3, 2}, Decision{"p", 10, 4}
	branch := func(log []Decision, after int) *Divergence {
		w := New(Config{Replay: log, Branch: &Branch{after, 7}})
		w.Source("size").Choose(3)
		w.Go("p", func(*Proc) { w.Source("p").Choose(10) })
		return w.Run(10).Diverged
	}
	for name, c := range map[string]struct {
		log   []Decision
		after int
		index int // -1: it does not diverge
	}{
		"short log":      {[]Decision{size}, 2, 1},
		"no log":         {nil, 1, 0},
		"another":        {[]Decision{size, size}, 2, 1},
		"another, later": {[]Decision{size, size}, 1, -1},
		"ends before":    {[]Decision{size, p, p, p}, 3, 2},
		"left in time":   {[]Decision{size, p, p, p}, 2, -1},
	} {
		switch d := branch(c.log, c.after); {
		case d == nil && c.index >= 0:
			t.Errorf("%s: not noticed", name)
		case d != nil && d.Index != c.index:
			t.Errorf("%s: %+v, want %d", name, *d, c.index)
		}
	}
}

// TestBranchOfAnyProgram: by its own seed, a branch of any program is the run itself.
func TestBranchOfAnyProgram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prog := programs.Draw(t, "program")
		first := prog.run(Config{Seed: 5, Keep: true})
		after := rapid.IntRange(0, len(first.Decisions)).Draw(t, "after")
		o := prog.run(Config{Seed: 9, Replay: first.Decisions, Branch: &Branch{after, 5}, Keep: true})
		if o.Hash != first.Hash || o.Diverged != nil {
			t.Errorf("after %d of %d decisions it is another run: %+v", after, len(first.Decisions), o.Diverged)
		}
	})
}

// TestDecidedAt: when the decisions were made goes with the trace, and grows.
func TestDecidedAt(t *testing.T) {
	o := fixed().run(Config{Seed: 42, Keep: true})
	if len(o.Decided) != len(o.Decisions) || !slices.IsSorted(o.Decided) || o.Decided[len(o.Decided)-1] == 0 {
		t.Errorf("%d times of %d decisions: %v", len(o.Decided), len(o.Decisions), o.Decided)
	}
	w := New(Config{Seed: 42})
	w.Source("x").Choose(2)
	if o := w.Run(1); o.Decided != nil || len(o.Decisions) != 1 {
		t.Errorf("%d times of %d decisions, and no trace was asked for", len(o.Decided), len(o.Decisions))
	}
}
