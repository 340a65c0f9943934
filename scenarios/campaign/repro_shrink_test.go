package campaign

import (
	"context"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/sim"
)

func shrinking(t *testing.T, ctx context.Context, r *Repro, runs int) Smaller {
	t.Helper()
	s := Shrinking{Repro: r, Engine: wrongEngine(t, "no-drain").Engine, Path: "a.repro", Command: "pawl", Runs: runs}
	x, err := s.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestShrinkingGoesOn: a bound leaves a repro from which it goes on to the same end, and then
// nothing can go.
func TestShrinkingGoesOn(t *testing.T) {
	r := NewRepro(caught(t, "no-drain"))
	x := shrinking(t, t.Context(), r, 8)
	if x.Repro == nil || x.Report.Violations[0].Shrunk.Least || !strings.Contains(x.Report.Closing, "the bound of 8 runs") {
		t.Fatalf("%+v", x.Report)
	}
	x = shrinking(t, t.Context(), x.Repro, 500)
	if x.Repro == nil || !x.Report.Violations[0].Shrunk.Least || x.Report.Verdict != reports.Violation || len(x.Repro.body()) > 10_000 {
		t.Fatalf("%+v", x.Report)
	}
	x = shrinking(t, t.Context(), x.Repro, 500)
	if x.Repro != nil || !strings.Contains(x.Report.Closing, "Nothing can go from it") || len(x.Report.Violations) == 0 {
		t.Errorf("%+v", x.Report)
	}
}

// TestEditedDecisionsAreNotShrunk: what is drawn from the seed is another run.
func TestEditedDecisionsAreNotShrunk(t *testing.T) {
	r := NewRepro(caught(t, "no-drain"))
	other := r.Decisions[len(r.Decisions)-1]
	r.Decisions = append([]sim.Decision{}, r.Decisions...)
	r.Decisions[len(r.Decisions)-1].Which = (other.Which + 1) % other.Among
	again, err := Replay(t.Context(), simulated(), r, wrongEngine(t, "no-drain").Engine)
	if err != nil || again.Outcome.Diverged != nil {
		t.Skip("the edited run leaves its decisions")
	}
	r.Hash = again.Outcome.Hash
	x := shrinking(t, t.Context(), r, 50)
	if x.Repro != nil || x.Report.Verdict != reports.Nondeterministic || !strings.Contains(x.Report.Closing, "somebody has edited them") {
		t.Errorf("%+v", x.Report)
	}
}
