package brief_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/brief"
	"pawl/reports/markdown"
)

// TestFitsIntoAStep: however much is wrong, the page is below what GitHub shows, says how much
// it leaves out, and says first what the verdict is.
func TestFitsIntoAStep(t *testing.T) {
	long := strings.Repeat("and so on | <b> ", 4000)
	c := &reports.Check{Baseline: &reports.Against{File: "base.json"}}
	c.Command = "check"
	for i := range 300 {
		id := fmt.Sprintf("S%d", i)
		c.Violations = append(c.Violations, reports.Failure{Invariant: id, Sentence: long, Detail: long, Command: "pawl replay " + id},
			reports.Failure{Invariant: id, Sentence: "told once"})
		c.Baseline.New = append(c.Baseline.New, reports.Deficit{Kind: "violation", Name: id})
	}
	c.Decide(reports.Violation)
	c.Closing = "Do not roll this engine out."
	var b bytes.Buffer
	if err := markdown.Write(&b, brief.Compose(c)); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if len(text) > 1<<20 {
		t.Errorf("%d bytes", len(text))
	}
	for _, want := range []string{"VIOLATION", "Do not roll this engine out", "And 290 invariants more", "And 290 more", "pawl replay S9"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{"told once", "pawl replay S10", "<b>"} {
		if strings.Contains(text, not) {
			t.Errorf("there is %q", not)
		}
	}
}

// TestSaysThatAPartIsNoPass: nobody takes one for the whole.
func TestSaysThatAPartIsNoPass(t *testing.T) {
	c := &reports.Check{}
	c.Decide(reports.Partial)
	var b bytes.Buffer
	if err := markdown.Write(&b, brief.Compose(c)); err != nil || !strings.Contains(b.String(), "PARTIAL") || strings.Contains(b.String(), "PASS") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
