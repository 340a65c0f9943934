package cli

import (
	"strings"
	"testing"

	"pawl/reports"
	"pawl/scenarios/mutation"
)

// An engine that is noticed as it stands is no mistake in how the command was called: it says which runs
// those were, and how to see one.
func TestNoticedAsItStands(t *testing.T) {
	for _, c := range []struct {
		how     reports.Kill
		repro   string
		verdict reports.Verdict
		next    string
	}{
		{reports.ByInvariant, "/elsewhere/pawl-repros/S17-mine-0.repro", reports.Violation, "go run mine/cmd replay pawl-repros/S17-mine-0.repro"},
		{reports.ByChance, "", reports.Nondeterministic, ""},
		{reports.ByDoubt, "", reports.CriterionMissed, ""},
	} {
		m := &alteration{app: &app{name: "pawl"}, reproDir: "pawl-repros"}
		n := &mutation.Noticed{Notice: mutation.Notice{How: c.how, By: []string{"S17"}, Stage: "pairs", Repro: c.repro}}
		f := failed("pawl", "pawl mutate", m.asItStands(n, &mutation.Runs{Main: "mine/cmd"}))
		if f.Verdict != c.verdict || f.Next != c.next || !strings.Contains(f.Closing, "Mend that first") {
			t.Errorf("%s: %s, next %q, %s", c.how, f.Verdict, f.Next, f.Closing)
		}
		if !strings.Contains(f.Error.Message, "S17, in a run with one fault on top of a trouble") || strings.Contains(f.Error.Message, "pairs") {
			t.Errorf("%s", f.Error.Message)
		}
	}
}
