package campaign

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
)

// TestMatrix: what was felt is counted by runs, what cannot be felt is no gap, and all else
// that was never felt is one.
func TestMatrix(t *testing.T) {
	crash := checker.Blow{Kind: "crash", Victim: checker.OwnerVictim, Phase: checker.Draining}
	full := checker.Blow{Kind: "disk-full", Victim: checker.OwnerVictim, Phase: checker.Draining}
	var m, more Felt
	m.Add([]checker.Blow{crash})
	more.Add([]checker.Blow{crash})
	m.AddAll(&more)
	if x := told(&m, &Felt{}); x.Reached != 1 || len(x.Empty) != len(m.Empty()) || len(x.Unreachable) == 0 {
		t.Errorf("one cell was reached, and the report has %d, of %d empty ones %d, with %d reasons", x.Reached, len(m.Empty()), len(x.Empty), len(x.Unreachable))
	}
	for _, r := range told(&m, &Felt{}).Rows {
		at := slices.Index(checker.Phases, checker.Draining)
		if r.Kind == crash.Kind && r.Role == string(crash.Victim) && r.Runs[at] != 2 {
			t.Errorf("two runs had %+v, and the row says %v", crash, r.Runs)
		}
	}
	empty := m.Empty()
	if slices.Contains(empty, crash) || slices.Contains(empty, full) || !slices.Contains(empty, checker.Blow{Kind: "disk-full", Victim: checker.NodeVictim, Phase: checker.Draining}) {
		t.Error("empty are the cells that were not reached and can be")
	}
}

// TestUnfelt: the words by which faults exempt somebody are those of the checker, and
// nobody is exempt from all, but for what people do and what breaks an assumption.
func TestUnfelt(t *testing.T) {
	for _, k := range faults.All {
		reachable := 0
		for _, who := range checker.Victims {
			for _, phase := range checker.Phases {
				if k.Unfelt(string(who), string(phase)) == "" {
					reachable++
				}
			}
		}
		people := k.Family == "operators" || k.Family == "triggers" || k.Family == "outside" || k.Beyond != ""
		if people != (reachable == 0) {
			t.Errorf("%s: %d cells can be reached", k.Name, reachable)
		}
	}
	drift, _ := find("drift")
	if drift.Unfelt(string(checker.KeysVictim), string(checker.Idle)) == "" {
		t.Error("the checker's words for the key service are others than those of faults")
	}
	reject, _ := find("reject")
	for _, phase := range []checker.Phase{checker.Staged, checker.Published, checker.Verified, checker.Draining, checker.Committed, checker.Aborted, checker.Halted} {
		if reject.Unfelt(string(checker.OwnerVictim), string(phase)) == "" {
			t.Errorf("the checker's word %s is another in faults", phase)
		}
	}
}

func find(name string) (*faults.Kind, bool) {
	i := slices.IndexFunc(faults.All, func(k faults.Kind) bool { return k.Name == name })
	return &faults.All[i], i >= 0
}

// A filler has filled what it is.
type filler Filled

func (f filler) Fill(context.Context, time.Time, []checker.Blow) (Filled, error) {
	return Filled(f), nil
}

// TestWhatFailsInFilling: a run that was made for an empty cell is told by its cluster, and by
// no number: it is no random run, and none of the campaign's. By its repro it can be run again.
func TestWhatFailsInFilling(t *testing.T) {
	bad := wrongEngine(t, "no-drain")
	made, err := simulated().Run(t.Context(), scenarios.Case{Engine: bad.Engine, Seed: failing(t, bad.Engine)})
	if err != nil || made.Verdict() != scenarios.Violated {
		t.Fatalf("%s, error %v", made.Verdict(), err)
	}
	var list Shortlist
	list.Add(2, &made)
	g := Gate{Engine: bad.Engine, Runs: EnoughRuns, ReproDir: t.TempDir(), Command: "pawl", Filler: filler{Cluster: "phases", Failures: list.Failures}}
	r := reports.Check{Runs: EnoughRuns}
	if err := g.fill(t.Context(), &r, &Felt{}, &Felt{}); err != nil || len(r.Violations) == 0 {
		t.Fatalf("%d violations, error %v", len(r.Violations), err)
	}
	for _, f := range r.Violations {
		if f.Scenario != reports.Filling("phases") || f.Run != 0 || !strings.HasPrefix(f.Command, "pawl replay ") {
			t.Errorf("%s: %q, run %d, again by %q", f.Invariant, f.Scenario, f.Run, f.Command)
		}
	}
}

// failing is the seed of a random run in which an engine fails.
func failing(t *testing.T, e engine.Engine) uint64 {
	t.Helper()
	for seed := range uint64(100) {
		if o, err := simulated().Run(t.Context(), scenarios.Case{Engine: e, Seed: seed}); err == nil && o.Verdict() == scenarios.Violated {
			return seed
		}
	}
	t.Fatalf("%s does not fail", e.Name)
	return 0
}
