package campaign

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"pawl/reports"
	"pawl/scenarios"
)

// verdictOf is what a run's verdict is called in a result.
var verdictOf = map[scenarios.Verdict]reports.Verdict{
	"":                     reports.NothingRan,
	scenarios.Passed:       reports.Pass,
	scenarios.Violated:     reports.Violation,
	scenarios.Inconclusive: reports.Inconclusive,
	scenarios.Invalid:      reports.Inconclusive,
	scenarios.Unjudged:     reports.Inconclusive,
	scenarios.Missed:       reports.CriterionMissed,
}

// fill puts what a campaign found into the words of reports.
func fill(r *reports.Check, f *Findings) {
	r.Runs, r.RandomRuns, r.Events, r.TraceHash = f.Runs, f.Random, f.Events, hexOf(f.Hash)
	r.Outcomes = reports.Outcomes{
		Passed:       f.Outcomes[scenarios.Passed],
		Violated:     f.Outcomes[scenarios.Violated],
		Inconclusive: f.Outcomes[scenarios.Inconclusive],
		Invalid:      f.Outcomes[scenarios.Invalid],
		Unjudged:     f.Outcomes[scenarios.Unjudged],
		Missed:       f.Outcomes[scenarios.Missed],
	}
	r.Scenarios = []reports.ScenarioRuns{}
	for _, s := range f.Scenarios {
		r.Scenarios = append(r.Scenarios, reports.ScenarioRuns{Name: s.Name, Runs: s.Runs,
			Verdict: verdictOf[s.Verdict], Missed: append([]string{}, s.Missed...), MissedRuns: s.MissedRuns, Warnings: []string{}})
	}
	r.Invariants = promised(f)
	r.Faults, r.Asked, r.Sometimes = []reports.FaultRuns{}, []reports.AskedRuns{}, []reports.Goal{}
	for _, x := range f.Faults {
		r.Faults = append(r.Faults, reports.FaultRuns(x))
	}
	for _, x := range f.Asked {
		r.Asked = append(r.Asked, reports.AskedRuns(x))
	}
	for _, g := range f.Goals {
		r.Sometimes = append(r.Sometimes, reports.Goal{Goal: g.Name, Count: g.Count, Required: g.Required})
	}
	r.Determinism = reports.Determinism{Twice: f.Twice, Different: []string{}}
	for _, x := range f.Inconsistent {
		r.Determinism.Different = append(r.Determinism.Different, fmt.Sprintf("run %d, %s, seed %d: another %s; trace hash %s, then %s",
			x.Run+1, scenarioOf(x.Case), x.Case.Seed, strings.Join(x.First.Differs(x.Second), ", another "),
			hexOf(x.First.Trace)[:12], hexOf(x.Second.Trace)[:12]))
	}
	r.Unjudged = append(append([]string{}, f.Invalid...), f.Undecided...)
	if n := r.Outcomes.Unjudged; n > 0 {
		r.Unjudged = append(r.Unjudged, fmt.Sprintf("in %s no invariant found anything to judge", reports.Count(n, "run")))
	}
}

// describe puts a failure into the words of reports.
func describe(f Failure) (all []reports.Failure) {
	faults := []string{}
	for _, x := range f.Outcome.Spares() {
		faults = append(faults, x.String())
	}
	for _, v := range f.Violated {
		all = append(all, reports.Failure{
			Invariant: v.Invariant, Sentence: v.Sentence, Detail: v.Violation.Detail, Run: f.Run + 1,
			Seed: fmt.Sprint(f.Outcome.Case.Seed), Scenario: scenarioOf(f.Outcome.Case), At: clock(v.Violation.At),
			Faults: faults, Planned: len(faults),
			Story: story(f.Outcome, moment{at: v.Violation.At, who: v.Invariant, what: v.Violation.Detail}),
		})
	}
	return all
}

func scenarioOf(c scenarios.Case) string {
	if c.Scenario == nil {
		return "standard"
	}
	return c.Scenario.Name
}

func hexOf(hash [32]byte) string { return hex.EncodeToString(hash[:]) }

// clock is a simulated time for people.
func clock(d time.Duration) string {
	return fmt.Sprintf("%d.%03d s", d/time.Second, d%time.Second/time.Millisecond)
}
