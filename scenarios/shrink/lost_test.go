package shrink

import (
	"strings"
	"testing"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// TestWhatDoesNotCount: a run that cannot be judged, is inconclusive, or violates something else is
// no success, whatever it violates besides.
func TestWhatDoesNotCount(t *testing.T) {
	violates := func(id, clause string) checker.Verdict {
		return checker.Verdict{Invariant: id, Judged: true, Count: 1, Violations: []checker.Violation{{Invariant: id, Clause: clause}}}
	}
	report := func(all ...checker.Verdict) checker.Report { return checker.Report{Verdicts: all} }
	invalid, undecided := report(violates("S2", "back")), report(violates("S2", "back"), checker.Verdict{Invariant: "S1", Inconclusive: "given up"})
	invalid.Invalid = []string{"seal #1 twice"}
	for _, x := range []struct {
		report checker.Report
		search search
		want   string
	}{
		{report(violates("S2", "back")), search{}, ""},
		{report(violates("S3", "x"), violates("S2", "back")), search{}, ""},
		{report(), search{}, "S2 is not violated any more"},
		{report(violates("S9", "entered")), search{}, "only S9"},
		{report(violates("S2", "active")), search{}, "by another clause"},
		{invalid, search{}, "cannot be judged"},
		{invalid, search{invalid: true}, ""},
		{undecided, search{}, "inconclusive"},
		{undecided, search{undecided: true}, ""},
	} {
		x.search.keep = Kept{"S2", "back"}
		got := x.search.lost(&scenarios.Outcome{Report: x.report})
		if (got == "") != (x.want == "") || !strings.Contains(got, x.want) {
			t.Errorf("%+v: %q, want %q", x.report, got, x.want)
		}
	}
	s := search{keep: Kept{Invariant: sim.KindPanic}}
	o := scenarios.Outcome{Result: deploy.Result{Ending: sim.Ending{Findings: []sim.Finding{{Kind: sim.KindExit}}}}}
	if s.lost(&o) == "" {
		t.Error("an exit counts as a panic")
	}
}
