package campaign

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios"
)

// violatedReport is a report in which something was violated.
func violatedReport() checker.Report {
	return checker.Report{Verdicts: []checker.Verdict{{Invariant: "S2", Judged: true, Count: 1,
		Violations: []checker.Violation{{Invariant: "S2", Key: "k", Detail: "d"}}}}}
}

// madeOften makes outcomes that depend on how often a run has been made, from 1.
func madeOften(change func(o *scenarios.Outcome, times int)) fake {
	var mu sync.Mutex
	made := map[uint64]int{}
	return func(c scenarios.Case) (o scenarios.Outcome, _ error) {
		mu.Lock()
		defer mu.Unlock()
		made[c.Seed]++
		change(&o, made[c.Seed])
		return o, nil
	}
}

// A run that is violated when it is first made, and not when it is made again for
// the repro, must not become a pass: it is a violation, and a run that is not
// deterministic.
func TestViolationThatDoesNotComeBackIsNotLost(t *testing.T) {
	for _, sameHash := range []bool{true, false} {
		d := madeOften(func(o *scenarios.Outcome, times int) {
			if times == 1 {
				o.Report = violatedReport()
			}
			if !sameHash {
				o.Hash[0] = byte(times)
			}
		})
		f, err := (&Campaign{Runner: d, Runs: 100, Again: 50}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f.Outcomes[scenarios.Violated] != 100 || len(f.Inconsistent) != 100 || f.Twice != 100 || len(f.Failures) == 0 {
			t.Errorf("same hash %v: 100 of 100 runs were violated when first made; the campaign counts %v, %d runs as made twice and %d as not deterministic, and keeps %d failures",
				sameHash, f.Outcomes, f.Twice, len(f.Inconsistent), len(f.Failures))
		}
		r := &reports.Check{}
		fill(r, f)
		r.Violations, err = (&Teller{Dir: t.TempDir(), Command: "pawl"}).All(t.Context(), f.Failures, unwatched{}.At)
		if err != nil || r.Violations[0].Repro != "" {
			t.Errorf("repro %q of a run without a log, error %v", r.Violations[0].Repro, err)
		}
		g := &Gate{}
		r.Decide(g.verdicts(r)...)
		text, next := g.closing(r)
		if r.Verdict != reports.Violation || !slices.Contains(g.verdicts(r), reports.Nondeterministic) || !strings.Contains(text, "none can be replayed") || next != "" {
			t.Errorf("%s: %s %q", r.Verdict, text, next)
		}
	}
}

// A violation that shows only when a run of the sample is made again is one too.
func TestViolationOfTheSecondMakingCounts(t *testing.T) {
	d := madeOften(func(o *scenarios.Outcome, times int) {
		if times > 1 {
			o.Report = violatedReport()
		}
	})
	f, err := (&Campaign{Runner: d, Runs: 10, Again: 1}).Run(t.Context())
	if err != nil || f.Outcomes[scenarios.Violated] != 10 || len(f.Inconsistent) != 10 {
		t.Errorf("%v, %d not deterministic, error %v", f.Outcomes, len(f.Inconsistent), err)
	}
}

// The sample compares all that came of a run, and says in what it was not the same.
func TestInconsistencySaysInWhat(t *testing.T) {
	for want, change := range map[string]func(o *scenarios.Outcome, times int){
		"trace":   func(o *scenarios.Outcome, times int) { o.Hash[0] = byte(times) },
		"history": func(o *scenarios.Outcome, times int) { o.History = &checker.History{Keys: make([]string, times)} },
		"report":  func(o *scenarios.Outcome, times int) { o.Report.Linear = make([]checker.Linearity, times) },
	} {
		f, err := (&Campaign{Runner: madeOften(change), Runs: 1}).Run(t.Context())
		if err != nil || len(f.Inconsistent) != 1 {
			t.Fatalf("%s: %d not deterministic, error %v", want, len(f.Inconsistent), err)
		}
		x := f.Inconsistent[0]
		if got := x.First.Differs(x.Second); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: differs in %q", want, got)
		}
		r := &reports.Check{}
		if fill(r, f); !strings.Contains(r.Determinism.Different[0], ": another "+want+"; trace hash ") {
			t.Errorf("%s: told as %q", want, r.Determinism.Different[0])
		}
	}
}

// The simulator's runs are the same when they are made again, to the last detail.
func TestSimulatedRunsAreTheSameAgain(t *testing.T) {
	c := Campaign{Runner: simulated(), Engine: wrongEngine(t, "cron").Engine, Seed: 3, Runs: 20, Again: 1}
	f, err := c.Run(t.Context())
	if err != nil || f.Twice != 20 || len(f.Inconsistent) != 0 {
		t.Errorf("%d made twice, not the same: %v, error %v", f.Twice, f.Inconsistent, err)
	}
}
