package campaign

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// Kinds of runs are told apart by each thing that happened, and not by when.
func TestFingerprint(t *testing.T) {
	felt := []checker.Blow{{Kind: "x", Phase: checker.Idle, Victim: checker.NodeVictim}, {Kind: "x", Phase: checker.Intent, Victim: checker.NodeVictim}}
	report := func(blows []checker.Blow, goals []string, fired ...string) scenarios.Outcome {
		o := scenarios.Outcome{Report: checker.Report{Blows: blows, Goals: goals, Verdicts: []checker.Verdict{{Invariant: "S1", Judged: true}}}, Result: deploy.Result{}}
		for _, id := range fired {
			o.Report.Verdicts = append(o.Report.Verdicts, checker.Verdict{Invariant: id, Judged: true, Count: 1})
		}
		return o
	}
	goals := []string{"commit"}
	one := report(felt, goals)
	turned := slices.Clone(felt)
	slices.Reverse(turned)
	if same := report(turned, goals); fingerprint(&one) != fingerprint(&same) {
		t.Error("which blow came first makes another kind of run")
	}
	seen := map[string]int{fingerprint(&one): 0}
	unjudged := one
	unjudged.Report.Verdicts = nil
	for i, o := range []scenarios.Outcome{report(felt[:1], goals), report(felt, nil), report(felt, goals, "S2"), report(felt, goals, "S3"), unjudged} {
		if k, was := seen[fingerprint(&o)]; was {
			t.Errorf("run %d is of the kind of run %d", i+1, k)
		}
		seen[fingerprint(&o)] = i + 1
	}
}

func TestToldApart(t *testing.T) {
	if got := toldApart(map[string]int{"a": 1, "b": 3, "c": 1}); got != (reports.Fingerprints{Runs: 5, Distinct: 3, Once: 2}) {
		t.Errorf("%+v", got)
	}
}

// Every random run is of a kind, whatever the number of jobs, and no run of a scenario is.
func TestRandomRunsAreToldApart(t *testing.T) {
	kinds := func(jobs int) map[string]int {
		t.Helper()
		c := &Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 3, Runs: 12, Jobs: jobs}
		f, err := c.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n := outcomes(f.RandomOutcomes); n.Passed != 12 {
			t.Errorf("random runs came to %+v", n)
		}
		return f.Kinds
	}
	one, two := kinds(1), kinds(2)
	if f := toldApart(one); f.Runs != 12 || f.Distinct < 2 || toldApart(two) != f {
		t.Errorf("%+v and %+v", f, toldApart(two))
	}
	for k, n := range one {
		if two[k] != n {
			t.Errorf("%s: %d runs, and with two jobs %d", k, n, two[k])
		}
	}
}
