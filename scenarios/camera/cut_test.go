package camera

import (
	"context"
	"testing"

	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// TestCut: of a run that is too long there is a stretch that can be read by itself, in which
// everybody knows what they knew in the whole, and which has the first violation in it.
func TestCut(t *testing.T) {
	violated := 0
	for seed := range uint64(8) {
		c := scenarios.Case{Engine: reference.Engine(), Seed: seed, Turn: deploy.Turn{N: int(seed)}, Keep: true}
		for _, w := range wrong.All {
			if w.Engine.Name == "no-drain" && seed%2 == 1 {
				c.Engine = w.Engine
			}
		}
		o, err := scenarios.On(cluster.Simulated{}).Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		all, err := Film(&o)
		if err != nil {
			t.Fatal(err)
		}
		const most = 700
		part, err := shoot(&o, most)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if part.Len() != most || part.Cut.Advice == "" || part.Cut.Before+part.Len()+part.Cut.After != len(o.Trace) {
			t.Errorf("seed %d: %d frames of %d, cut %+v", seed, part.Len(), len(o.Trace), part.Cut)
		}
		for id := part.First; id <= part.Last(); id += 50 {
			a, b := all.Frame(id), part.Frame(id)
			if a.Says != b.Says || a.At != b.At || a.Lane != b.Lane || (a.Message == 0) != (b.Message == 0) {
				t.Errorf("seed %d: frame %d is %+v in the whole and %+v in the part", seed, id, a, b)
			}
			for _, key := range all.Keys {
				was, is := all.KnownAt(id, key), part.KnownAt(id, key)
				for lane := range was {
					w, x := was[lane], is[lane]
					if w.Frame, x.Frame = 0, 0; w != x {
						t.Errorf("seed %d, frame %d: %+v in the whole, %+v in the part", seed, id, w, x)
					}
				}
			}
		}
		first := 0
		for i := range all.Lamps {
			if id := all.Lamps[i].Frame; id != 0 && (first == 0 || id < first) {
				first = id
			}
		}
		if first != 0 {
			violated++
			if !part.Has(first) {
				t.Errorf("seed %d: the first violation, at frame %d, is not in %d to %d", seed, first, part.First, part.Last())
			}
		}
	}
	if violated == 0 {
		t.Error("nothing was violated: there was nothing to look at")
	}
}
