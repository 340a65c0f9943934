package campaign

import (
	"strings"
	"testing"

	"pawl/reports"
	"pawl/scenarios"
)

// A scenario that was never run is a missed criterion, whatever else passed.
func TestNeverRunIsMissed(t *testing.T) {
	r := &reports.Check{}
	fill(r, &Findings{Runs: 1, Scenarios: []ScenarioCount{
		{Name: "ran", Runs: 1, Verdict: scenarios.Passed}, {Name: "starved"}}})
	r.Decide(verdicts(r)...)
	if r.Verdict != reports.CriterionMissed || !strings.Contains(closing(r), "scenario starved was never run: the budget was too short") {
		t.Errorf("%s: %s", r.Verdict, closing(r))
	}
}

// Each criterion has its own advice, and a budget that ran out is not blamed on
// the checker.
func TestAdviceIsByCriterion(t *testing.T) {
	goal := []reports.Goal{{Goal: "takeover", Required: true}}
	late := []reports.Planted{{Engine: "no-drain", CutShort: true}}
	unseen := []reports.Planted{{Engine: "no-drain", Runs: 200}}
	for _, c := range []struct {
		r         reports.Check
		want, not string
	}{
		{reports.Check{Sometimes: goal}, `"takeover" never happened. ` + moreRuns, mendChecker},
		{reports.Check{Planted: late}, "no-drain was not hunted: the budget was over. " + moreTime, mendChecker},
		{reports.Check{Planted: unseen}, "no-drain was not caught in 200 runs. " + mendChecker, moreTime},
		{reports.Check{Planted: append(late, late[0])}, "no-drain, no-drain were not hunted: the budget was over. ", mendChecker},
		{reports.Check{Sometimes: goal, Planted: late}, moreRuns + " " + moreTime, mendChecker},
	} {
		c.r.Runs = 1
		c.r.Decide(verdicts(&c.r)...)
		if got := closing(&c.r); c.r.Verdict != reports.CriterionMissed || !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
			t.Errorf("%s: %s", c.r.Verdict, got)
		}
	}
}
