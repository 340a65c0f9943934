package reports

import "testing"

// TestWaive: a waiver makes no pass, one that has run out fails, and what is not waived stays.
func TestWaive(t *testing.T) {
	for _, x := range []struct {
		was  Verdict
		w    Waivers
		want Verdict
	}{
		{Violation, Waivers{Waived: []string{"S2"}}, Waived},
		{Violation, Waivers{Waived: []string{"S2"}, Open: []string{"S5"}}, Violation},
		{Violation, Waivers{Open: []string{"S5"}}, Violation},
		{Violation, Waivers{Waived: []string{"S2"}, Expired: []string{"S7"}}, Violation},
		{Pass, Waivers{}, Pass},
		{Pass, Waivers{Expired: []string{"S7"}}, CriterionMissed},
		{Inconclusive, Waivers{Expired: []string{"S7"}}, Inconclusive},
		{Partial, Waivers{}, Partial},
	} {
		c := &Check{}
		c.Decide(x.was)
		if c.Waive(&x.w); c.Verdict != x.want || c.ExitCode != x.want.Exit() {
			t.Errorf("%s under %+v: %s, want %s", x.was, x.w, c.Verdict, x.want)
		}
	}
}
