package reports

import (
	"fmt"
	"strings"
	"testing"
)

// textOf is a result as text, its words one after the other.
func textOf(t *testing.T, r Result) string {
	t.Helper()
	var b strings.Builder
	if err := Text(&b, r, Style{}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Of many scenarios that were violated only the first few are named, and one that went otherwise all the
// same; where to begin stands before them.
func TestManyViolatedScenariosAreSummedUp(t *testing.T) {
	c := &Check{Engine: "mine", Runs: 20, Violations: []Failure{{Invariant: "S2"}}}
	c.Decide(Violation)
	c.Next = "pawl replay one.repro"
	for i := range 20 {
		c.Scenarios = append(c.Scenarios, ScenarioRuns{Name: fmt.Sprintf("s%d", i), Runs: 1, Verdict: Violation})
	}
	c.Scenarios[19].Verdict = Inconclusive
	text := textOf(t, c)
	if !strings.Contains(text, "violated in 19 of 20: s0, s1, s2, s3, s4, and others, all of which --json has") || strings.Contains(text, "s7") || !strings.Contains(text, "s19: inconclusive") {
		t.Errorf("%s", text)
	}
	if begin := strings.Index(text, "To start with: pawl replay one.repro"); begin < 0 || begin > strings.Index(text, "Scenarios:") {
		t.Errorf("where to begin is said at %d: %s", begin, text)
	}
}

// Kinds that were all left out for one reason are counted and not listed.
func TestKindsLeftOutAlikeAreCounted(t *testing.T) {
	x := &Exhaust{LeftOut: []LeftOut{{"lone", 3, "it is rare"}}}
	x.FaultFree, x.Cells, x.Run = "passed", 1, 1
	for i := range 45 {
		x.LeftOut = append(x.LeftOut, LeftOut{fmt.Sprintf("kind%d", i), 586, "not asked for"})
	}
	text := textOf(t, x)
	if !strings.Contains(text, "not asked for: 45 kinds, each at 586 moments") || strings.Contains(text, "kind7") || !strings.Contains(text, "it is rare: lone (3)") {
		t.Errorf("%s", text)
	}
	x.LeftOut[7].Moments = 1
	if text := textOf(t, x); !strings.Contains(text, "kind7 (586)") {
		t.Errorf("%s", text)
	}
}
