package cli

import (
	"strings"
	"testing"
	"time"

	"pawl/reports"
	"pawl/reports/ledger"
)

// recorded is a campaign of an engine.
func recorded(day int, name, digest string, v reports.Verdict, violated ...string) ledger.Line {
	return ledger.Line{Time: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC).Format(time.RFC3339), Engine: name, EngineDigest: digest, Harness: "h", Seed: "1",
		Whole: true, Scenarios: []string{}, Runs: 10, RandomRuns: 10, Verdict: v, Violated: violated}
}

// TestALedgerIsAPassOnlyIfSomethingPassed, of the engine as it is, and nothing is open of any.
func TestALedgerIsAPassOnlyIfSomethingPassed(t *testing.T) {
	for name, x := range map[string]struct {
		lines   []ledger.Line
		asked   bool // for mine
		verdict reports.Verdict
		says    string
	}{
		"passed":              {[]ledger.Line{recorded(2, "mine", "a", reports.Pass)}, false, reports.Pass, "No counterexample is open"},
		"interrupted alone":   {[]ledger.Line{recorded(2, "mine", "a", reports.Interrupted)}, false, reports.Inconclusive, "No campaign of mine as it is has passed"},
		"passed before":       {[]ledger.Line{recorded(2, "mine", "a", reports.Pass), recorded(3, "mine", "b", reports.Interrupted)}, false, reports.Inconclusive, "as it is has passed"},
		"another is open":     {[]ledger.Line{recorded(2, "other", "o", reports.Violation, "S2"), recorded(3, "mine", "a", reports.Pass)}, false, reports.Violation, "other (S2)"},
		"only mine was asked": {[]ledger.Line{recorded(2, "other", "o", reports.Violation, "S2"), recorded(3, "mine", "a", reports.Pass)}, true, reports.Pass, "No counterexample"},
		"open":                {[]ledger.Line{recorded(2, "mine", "a", reports.Violation, "S2")}, false, reports.Violation, "passed as much since"},
		"not in this time":    {[]ledger.Line{recorded(30, "mine", "a", reports.Pass)}, false, reports.NothingRan, "no campaign"},
	} {
		o := retrospect{file: "l.jsonl", engine: "mine", all: !x.asked, lines: x.lines,
			sinceAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), untilAt: time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)}
		if r := o.over(); r.Verdict != x.verdict || !strings.Contains(r.Closing, x.says) || r.ExitCode != x.verdict.Exit() {
			t.Errorf("%s: %s, %q", name, r.Verdict, r.Closing)
		}
	}
}

// TestAWaiverThatHasRunOutHidesNoViolation.
func TestAWaiverThatHasRunOutHidesNoViolation(t *testing.T) {
	o := retrospect{engine: "mine", lines: []ledger.Line{recorded(2, "mine", "a", reports.Violation, "S2")},
		waived:  []ledger.Waiver{{Invariant: "S2", Engine: ledger.AnyEngine, Owner: "o", Reason: "r", Expires: "2026-01-03"}},
		sinceAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), untilAt: time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC)}
	if r := o.over(); r.Verdict != reports.Violation {
		t.Errorf("%s, %q", r.Verdict, r.Closing)
	}
}
