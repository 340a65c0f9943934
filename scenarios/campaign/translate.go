package campaign

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
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
	r.RunHashes = base64.StdEncoding.EncodeToString(f.Hashes)
	r.Outcomes, r.RandomOutcomes = outcomes(f.Outcomes), outcomes(f.RandomOutcomes)
	r.KeptOfEach = KeptFailures
	r.Scenarios = []reports.ScenarioRuns{}
	for _, s := range f.Scenarios {
		r.Scenarios = append(r.Scenarios, reports.ScenarioRuns{Name: s.Name, Runs: s.Runs,
			Verdict: verdictOf[s.Verdict], Missed: append([]string{}, s.Missed...), MissedRuns: s.MissedRuns})
	}
	r.Invariants = promised(f)
	r.Faults, r.Asked, r.Sometimes = []reports.FaultRuns{}, []reports.AskedRuns{}, []reports.Goal{}
	r.Relying = []reports.RelyingRuns{}
	for _, c := range f.Caches {
		r.Relying = append(r.Relying, reports.RelyingRuns(c))
	}
	r.Late, r.Beyond = reports.LateRuns(f.Late), []reports.BeyondRuns{}
	for _, b := range f.Beyond {
		r.Beyond = append(r.Beyond, reports.BeyondRuns(b))
	}
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
		r.Determinism.Different = append(r.Determinism.Different, x.String())
	}
	r.Fingerprints = toldApart(f.Kinds)
	r.Protocol = protocol(f)
	r.Unjudged = append(append([]string{}, f.Invalid...), f.Undecided...)
	if n := r.Outcomes.Unjudged; n > 0 {
		r.Unjudged = append(r.Unjudged, fmt.Sprintf("in %s no invariant found anything to judge", reports.Count(n, "run")))
	}
}

// outcomes puts counts of verdicts into the words of reports.
func outcomes(of map[scenarios.Verdict]int) reports.Outcomes {
	return reports.Outcomes{
		Passed:       of[scenarios.Passed],
		Violated:     of[scenarios.Violated],
		Inconclusive: of[scenarios.Inconclusive],
		Invalid:      of[scenarios.Invalid],
		Unjudged:     of[scenarios.Unjudged],
		Missed:       of[scenarios.Missed],
	}
}

// describe puts a failure into the words of reports.
func describe(f Failure) (all []reports.Failure) {
	takes, actors := []string{}, []string{}
	for _, x := range f.Outcome.Spares() {
		takes, actors = append(takes, x.String()), append(actors, actorOf(x))
	}
	for _, v := range f.Violated {
		all = append(all, reports.Failure{
			Key:       keyOf(f.Outcome, v.Violation.Key),
			Invariant: v.Invariant, Sentence: v.Sentence, Detail: v.Violation.Detail, Run: f.Run + 1,
			Seed: fmt.Sprint(f.Outcome.Case.Seed), Scenario: scenarioOf(f.Outcome.Case), At: clock(v.Violation.At),
			Faults: takes, Actors: actors, Planned: len(takes),
			Story: story(f.Outcome, v.ending()), Source: sourceBy(v.Invariant),
		})
	}
	return all
}

// keyOf names the key of a violation where there are several.
func keyOf(o *scenarios.Outcome, key string) string {
	if o.Past == nil || len(o.Past.Keys) < 2 {
		return ""
	}
	return key
}

// ending is where the story of a violation leads.
func (b *Broken) ending() ending {
	v := &b.Violation
	return ending{at: v.At, who: b.Invariant, what: v.Detail, key: v.Key, cites: v.Cites}
}

// actorOf is who has an event happen.
func actorOf(e faults.Event) string {
	switch {
	case e.IsFault():
		return byFault
	case e.Kind == faults.TriggerKind:
		return deploy.SchedulerName
	}
	return deploy.OperatorName
}

// byFault is who did what no process of the deployment did.
const byFault = "fault"

func scenarioOf(c scenarios.Case) string {
	if c.Scenario == nil {
		return "standard"
	}
	return c.Scenario.Name
}

func hexOf(hash [32]byte) string { return hex.EncodeToString(hash[:]) }

// clock is a simulated time for people. It is rounded as the checker's are, so that
// both speak of the same millisecond.
func clock(d time.Duration) string { return seconds(d) + " s" }

func seconds(d time.Duration) string {
	d = d.Round(time.Millisecond)
	return fmt.Sprintf("%d.%03d", d/time.Second, d%time.Second/time.Millisecond)
}
