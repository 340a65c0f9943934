package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// assumptions is the boundary within which results hold.
var assumptions = []string{
	"a linearizable store that is not rewound",
	"clock rates off by at most ρ, and at most δ from the check of a lease to the answer",
	"no party that lies",
	"a key service that is idempotent by operation id",
	"relying parties whose caches are no older than the publish lead",
}

// verdictOf is what a run's verdict is called in a result.
var verdictOf = map[scenarios.Verdict]reports.Verdict{
	"":                     reports.NothingRan,
	scenarios.Passed:       reports.Pass,
	scenarios.Violated:     reports.Violation,
	scenarios.Inconclusive: reports.Inconclusive,
	scenarios.Invalid:      reports.Inconclusive,
	scenarios.Missed:       reports.CriterionMissed,
}

// fill puts what a campaign found into the words of reports.
func fill(r *reports.Check, f *campaign.Findings) {
	r.Runs, r.RandomRuns, r.Events, r.TraceHash = f.Runs, f.Random, f.Events, hexOf(f.Hash)
	r.Outcomes = reports.Outcomes{
		Passed:       f.Outcomes[scenarios.Passed],
		Violated:     f.Outcomes[scenarios.Violated],
		Inconclusive: f.Outcomes[scenarios.Inconclusive],
		Invalid:      f.Outcomes[scenarios.Invalid],
		Missed:       f.Outcomes[scenarios.Missed],
	}
	r.Scenarios, r.Invariants = []reports.ScenarioRuns{}, []reports.Judged{}
	for _, s := range f.Scenarios {
		r.Scenarios = append(r.Scenarios, reports.ScenarioRuns{Name: s.Name, Runs: s.Runs,
			Verdict: verdictOf[s.Verdict], Missed: append([]string{}, s.Missed...), MissedRuns: s.MissedRuns})
	}
	for _, x := range f.Invariants {
		r.Invariants = append(r.Invariants, reports.Judged{ID: x.ID, Runs: x.Judged, WhyNot: whyNot(x, f.Runs)})
	}
	r.Faults, r.Sometimes = []reports.FaultRuns{}, []reports.Goal{}
	for _, x := range f.Faults {
		r.Faults = append(r.Faults, reports.FaultRuns{Kind: x.Kind, Injected: x.Injected, Bit: x.Bit})
	}
	for _, g := range f.Goals {
		r.Sometimes = append(r.Sometimes, reports.Goal{Goal: g.Name, Count: g.Count, Required: g.Required})
	}
	r.Determinism = reports.Determinism{Twice: f.Twice, Different: []string{}}
	for _, x := range f.Inconsistent {
		r.Determinism.Different = append(r.Determinism.Different, fmt.Sprintf("run %d, %s, seed %d: trace hash %s, then %s",
			x.Run+1, scenarioOf(x.Case), x.Case.Seed, hexOf(x.First)[:12], hexOf(x.Second)[:12]))
	}
	r.Unjudged = append(append([]string{}, f.Invalid...), f.Undecided...)
}

func whyNot(x campaign.InvariantCount, runs int) string {
	switch {
	case x.Judged > 0:
		return ""
	case runs == 0:
		return "nothing ran"
	}
	return x.WhyNot
}

// verdicts are all that hold.
func verdicts(r *reports.Check) []reports.Verdict {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	hold(reports.InternalError, r.Error != nil)
	hold(reports.Violation, r.Outcomes.Violated > 0)
	hold(reports.Nondeterministic, len(r.Determinism.Different) > 0)
	hold(reports.Interrupted, r.Interrupted)
	hold(reports.NothingRan, r.Runs == 0)
	hold(reports.Inconclusive, r.Outcomes.Inconclusive+r.Outcomes.Invalid > 0)
	hold(reports.CriterionMissed, len(missed(r)) > 0)
	return all
}

// A criterion is what was not met, and what to do about it.
type criterion struct{ text, advice string }

const (
	moreRuns    = "Make more --runs; if that does not help, what should have happened cannot."
	moreTime    = "Give a longer --budget."
	lookAtRun   = "Look at the run that is told above."
	mendChecker = "Allow more --runs; if that does not help, mend the checker."
)

// missed are the criteria that were not met.
func missed(r *reports.Check) (all []criterion) {
	for _, g := range r.Sometimes {
		if g.Required && g.Count == 0 {
			all = append(all, criterion{fmt.Sprintf("%q never happened", g.Goal), moreRuns})
		}
	}
	for _, s := range r.Scenarios {
		switch s.Verdict {
		case reports.NothingRan:
			all = append(all, criterion{fmt.Sprintf("scenario %s was never run: the budget was too short", s.Name), moreTime})
		case reports.CriterionMissed:
			all = append(all, criterion{fmt.Sprintf("scenario %s did not go as expected", s.Name), lookAtRun})
		}
	}
	return append(all, uncaught(r.Planted)...)
}

// uncaught are the wrong engines that were not caught: those of the same fate
// together.
func uncaught(planted []reports.Planted) (all []criterion) {
	var fates []string
	names, advice := map[string][]string{}, map[string]string{} // looked up only
	for i := range planted {
		p := &planted[i]
		if p.Caught {
			continue
		}
		fate := p.Fate()
		if names[fate] == nil {
			fates = append(fates, fate)
		}
		names[fate] = append(names[fate], p.Engine)
		if advice[fate] = mendChecker; p.CutShort {
			advice[fate] = moreTime
		}
	}
	for _, fate := range fates {
		was := "was"
		if len(names[fate]) > 1 {
			was = "were"
		}
		all = append(all, criterion{fmt.Sprintf("%s %s %s", strings.Join(names[fate], ", "), was, fate), advice[fate]})
	}
	return all
}

// advised joins criteria to one text: what was missed, then what to do.
func advised(all []criterion) string {
	var texts, advice []string
	for _, c := range all {
		texts = append(texts, c.text)
		if !slices.Contains(advice, c.advice) {
			advice = append(advice, c.advice)
		}
	}
	return strings.Join(texts, "; ") + ". " + strings.Join(advice, " ")
}

// closing says what to do.
func closing(r *reports.Check) string {
	switch r.Verdict {
	case reports.InternalError:
		return fmt.Sprintf("%s Not all of it could be kept: %s.", violated(r), r.Error.Message)
	case reports.Violation:
		return fmt.Sprintf("%s Do not roll this engine out; start with: %s", violated(r), r.Violations[0].Command)
	case reports.Nondeterministic:
		return "The same seed gave two different runs: no result of this engine can be trusted. Look for a clock, a map order or a goroutine in it."
	case reports.Interrupted:
		return fmt.Sprintf("%s Nothing was violated in them. To make them all: %s", r.CutShort(), r.Again)
	case reports.NothingRan:
		return "No run was made, so nothing is known: give --runs more than 0, or a longer --budget."
	case reports.Inconclusive:
		return "Nothing was violated, but not every run could be judged. That is not a pass: run it again with more time, or report why above."
	case reports.CriterionMissed:
		return "Nothing was violated, but " + advised(missed(r))
	}
	return fmt.Sprintf("Nothing was violated in %s, all that must happen did, and %d of %s were caught. There is nothing to do.",
		reports.Count(r.Runs, "run"), reports.Caught(r.Planted), reports.Count(len(r.Planted), "planted bug"))
}

// violated says how often what was.
func violated(r *reports.Check) string {
	text := fmt.Sprintf("%s of %s violated %s.", reports.Number(r.Outcomes.Violated), reports.Count(r.Runs, "run"), strings.Join(broken(r.Violations), ", "))
	if r.Interrupted {
		text += " " + r.CutShort()
	}
	return text
}

// broken are the invariants that were violated, each once.
func broken(all []reports.Failure) []string {
	var ids []string
	for _, f := range all {
		ids = campaign.Union(ids, []string{f.Invariant})
	}
	return ids
}

// tell makes the reports of a failure, one for each invariant, with the faults it
// needs, its story and its repro file. What it could not do it leaves out, and
// returns why.
func tell(ctx context.Context, f campaign.Failure, dir string) ([]reports.Failure, error) {
	planned := len(f.Outcome.Faults)
	f, err := campaign.Kept(ctx, scenarios.Simulated{}, f)
	if err != nil {
		return describe(f), err
	}
	path, err := campaign.NewRepro(f).Save(dir)
	if err != nil {
		path, err = "", fmt.Errorf("the repro of run %d could not be written: %w", f.Run+1, err)
	}
	all := describe(f)
	for i := range all {
		all[i].Planned = planned
		if path != "" {
			all[i].Repro, all[i].Command = path, "pawl replay "+quoted(path)
		}
	}
	return all, err
}

// missedRuns tells the first run of each scenario that did not go as expected.
// It is made once more, with its trace.
func missedRuns(ctx context.Context, r *reports.Check, c *campaign.Campaign, f *campaign.Findings) error {
	for i, s := range f.Scenarios {
		if s.MissedRuns == 0 {
			continue
		}
		again := c.Case(s.FirstMissed)
		again.Keep, again.NoLog = true, true
		o, err := c.Deployment.Run(context.WithoutCancel(ctx), again)
		if err != nil {
			return err
		}
		end := moment{at: o.Simulated, who: "then", what: strings.Join(o.Missed, "; ")}
		r.Scenarios[i].FirstMissed = &reports.MissedRun{Run: s.FirstMissed + 1, Seed: fmt.Sprint(again.Seed), Story: story(&o, end)}
	}
	return nil
}

// describe puts a failure into the words of reports.
func describe(f campaign.Failure) (all []reports.Failure) {
	faults := []string{}
	for _, x := range f.Outcome.Faults {
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

// quoted makes a path fit for a shell.
func quoted(path string) string {
	if path != "" && strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+:=@") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
