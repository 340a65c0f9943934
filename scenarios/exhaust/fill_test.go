package exhaust

import (
	"context"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios/campaign"
)

// TestPhases: the run in which cells are filled comes to every phase, all that is to happen
// in it happens, and nothing is violated.
func TestPhases(t *testing.T) {
	for seed := range uint64(3) {
		p, err := Prepare(context.Background(), Phases(), reference.Engine(), seed)
		if err != nil {
			t.Fatal(err)
		}
		if !p.clean() {
			t.Fatalf("seed %d: %s, %v", seed, p.Free.Outcome.Verdict(), p.Free.Outcome.Fired())
		}
		for _, in := range p.Free.Outcome.Injections {
			if !in.Injected {
				t.Errorf("seed %d: %s never happened: %s", seed, in.Event, in.WhyNot)
			}
		}
		for _, phase := range checker.Phases {
			lasted := time.Duration(0)
			for at := time.Duration(0); at < p.Free.Outcome.Past.End; at += 10 * time.Millisecond {
				if p.Free.Outcome.Past.PhaseAt(at) == phase {
					lasted += 10 * time.Millisecond
				}
			}
			if lasted < 200*time.Millisecond {
				t.Errorf("seed %d: in %s for %s, too short for anything to happen", seed, phase, lasted)
			}
		}
	}
}

// TestFill: cells that are empty are filled, each kind's by itself and the same for any
// number of jobs; what nothing can fill stays empty.
func TestFill(t *testing.T) {
	empty := []checker.Blow{
		{Kind: "partition", Victim: checker.KeysVictim, Phase: checker.Aborted},
		{Kind: "crash", Victim: checker.OwnerVictim, Phase: checker.Staged},
		{Kind: "crash", Victim: checker.OwnerVictim, Phase: checker.Halted},
		{Kind: "compaction", Victim: checker.NodeVictim, Phase: checker.Idle},
	}
	var runs [2]int
	for i, jobs := range []int{1, 4} {
		x := &Exhaustion{Engine: reference.Engine(), Seed: 9, Jobs: jobs}
		f, err := x.Fill(context.Background(), time.Time{}, empty)
		if err != nil || len(f.Failures) > 0 || len(f.Unclear) > 0 {
			t.Fatalf("%v; failures %v; not judged %v", err, f.Failures, f.Unclear)
		}
		for _, c := range empty {
			if felt := f.Felt.Has(c); felt != (c.Kind != "compaction") {
				t.Errorf("%+v: felt: %v", c, felt)
			}
		}
		runs[i] = f.Runs
	}
	if runs[0] != runs[1] {
		t.Errorf("%d runs with one job, %d with four", runs[0], runs[1])
	}
	var none campaign.Felt
	if none.Has(empty[0]) {
		t.Error("a matrix that has counted nothing has something")
	}
}

// TestFillTellsWhatFails: what is violated in a run that is made for a cell is kept, with the
// cluster; and so is what is violated without any fault, where no cell can be tried.
func TestFillTellsWhatFails(t *testing.T) {
	for name, faults := range map[string]int{"no-drain": 0, "remakes-at-start": 1} {
		bad, ok := wrong.Find(name)
		if !ok {
			t.Fatalf("no engine %s", name)
		}
		x := &Exhaustion{Engine: bad.Engine, Seed: 9, Jobs: 1}
		f, err := x.Fill(t.Context(), time.Time{}, []checker.Blow{{Kind: "crash", Victim: checker.OwnerVictim, Phase: checker.Draining}})
		if err != nil || len(f.Failures) == 0 || f.Cluster != "phases" || f.Violated < len(f.Failures) || f.Violated > f.Runs {
			t.Fatalf("%s: %d failures on %q, %d of %d runs violated, error %v", name, len(f.Failures), f.Cluster, f.Violated, f.Runs, err)
		}
		own := Phases()
		o := f.Failures[0].Outcome
		if n := len(o.Case.Events) - len(own.events); n != faults {
			t.Errorf("%s: fails with %d events, want %d", name, n, faults)
		}
	}
}
