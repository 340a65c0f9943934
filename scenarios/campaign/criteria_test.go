package campaign

import (
	"strings"
	"testing"

	"pawl/reports"
	"pawl/scenarios"
)

// A scenario that was never run is a missed criterion, whatever else passed.
func TestNeverRunIsMissed(t *testing.T) {
	g, r := &Gate{}, &reports.Check{}
	fill(r, &Findings{Runs: 1, Scenarios: []ScenarioCount{
		{Name: "ran", Runs: 1, Verdict: scenarios.Passed}, {Name: "starved"}}})
	r.Decide(g.verdicts(r)...)
	if got, _ := g.closing(r); r.Verdict != reports.CriterionMissed || !strings.Contains(got, "scenario starved was never run: the budget was too short") {
		t.Errorf("%s: %s", r.Verdict, got)
	}
}

// Each criterion has its own advice, and one that helps: a budget that ran out is not
// blamed on the checker, and more --runs are advised only where they are used.
func TestAdviceIsByCriterion(t *testing.T) {
	goal := []reports.Goal{{Goal: "takeover", Required: true}}
	late := []reports.Planted{{Engine: "no-drain", CutShort: true}}
	unseen := []reports.Planted{{Engine: "no-drain", Runs: 200}}
	all, named := &Gate{}, &Gate{Named: []*scenarios.Scenario{storm(t)}}
	for _, c := range []struct {
		g         *Gate
		r         reports.Check
		want, not string
	}{
		{all, reports.Check{Sometimes: goal, RandomRuns: 500}, `"takeover" never happened. ` + moreRuns, huntAlone},
		{all, reports.Check{Sometimes: goal, RandomRuns: 20}, `"takeover" never happened in 20 random runs. What is rare needs some 500 random --runs.`, moreRuns},
		{all, reports.Check{Planted: late}, "no-drain was not hunted: the budget was over. " + moreTime, huntAlone},
		{all, reports.Check{Planted: unseen}, "no-drain was not caught in 200 runs. " + huntAlone + " The hunt: pawl mutants --engine no-drain --runs 10000", moreTime},
		{named, reports.Check{Planted: unseen}, "no-drain was not caught in 200 runs. " + sharpen, "The hunt"},
		{all, reports.Check{Planted: append(late, late[0])}, "no-drain, no-drain were not hunted: the budget was over. ", huntAlone},
		{all, reports.Check{Sometimes: goal, RandomRuns: 500, Planted: late}, moreRuns + " " + moreTime, huntAlone},
	} {
		c.r.Runs = 1
		c.r.Decide(c.g.verdicts(&c.r)...)
		got, next := c.g.closing(&c.r)
		if c.r.Verdict != reports.CriterionMissed || !strings.Contains(got, c.want) || strings.Contains(got, c.not) || !strings.HasSuffix(got, next) {
			t.Errorf("%s: %s", c.r.Verdict, got)
		}
	}
}

// A pass says how much of the contract it does not speak of.
func TestPassSaysWhatWasNotJudged(t *testing.T) {
	g, r := &Gate{}, &reports.Check{}
	f := newFindings(&Campaign{})
	f.Runs = 1
	for i := range f.Invariants[1:] {
		f.Invariants[i].Judged = 1
	}
	fill(r, f)
	r.Planted = []reports.Planted{{Caught: true}}
	r.Decide(g.verdicts(r)...)
	got, _ := g.closing(r)
	for _, want := range []string{"1 of 1 planted bug was caught", "1 of the contract's 25 invariants was not judged"} {
		if r.Verdict != reports.Pass || !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %q", r.Verdict, got, want)
		}
	}
}
