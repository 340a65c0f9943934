package library

import (
	"bytes"
	"slices"
	"testing"

	"pawl/engine/wrong"
	"pawl/scenarios"
)

// TestItIsTheLag: what counts stamps at a replica is caught where that is behind, and in the same
// scenario keeps S2 where it is not.
func TestItIsTheLag(t *testing.T) {
	text, err := files.ReadFile("counted-where-it-is-still-dark.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const lag = "lag: 4s"
	if !bytes.Contains(text, []byte(lag)) {
		t.Fatalf("it does not say %q", lag)
	}
	e, _ := wrong.Find("stale-read")
	broken := func(lagging string) (runs int) {
		s, err := scenarios.Parse("x", bytes.Replace(text, []byte(lag), []byte(lagging), 1))
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(seeds) {
			if o := judgedRun(t, s, e.Engine, seed); slices.Contains(o.Fired(), "S2") {
				runs++
			}
		}
		return runs
	}
	if behind, level := broken(lag), broken("lag: 0s"); behind < seeds/2 || level > 0 {
		t.Errorf("of %d runs S2 is broken in %d where the replica is behind, and in %d where it is not", seeds, behind, level)
	}
}
