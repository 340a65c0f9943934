package main

import (
	"strings"
	"testing"

	"pawl/reports"
	"pawl/scenarios"
)

// A scenario that was never run is a missed criterion, whatever else passed.
func TestNeverRunIsMissed(t *testing.T) {
	r := &reports.Check{}
	fill(r, &scenarios.Findings{Runs: 1, Scenarios: []scenarios.ScenarioCount{
		{Name: "ran", Runs: 1, Verdict: scenarios.Passed}, {Name: "starved"}}})
	r.Decide(verdicts(r, false)...)
	if r.Verdict != reports.CriterionMissed || !strings.Contains(closing(r), "scenario starved was never run: the budget was too short") {
		t.Errorf("%s: %s", r.Verdict, closing(r))
	}
}
