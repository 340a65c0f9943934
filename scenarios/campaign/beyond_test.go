package campaign

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/library"
)

// TestBeyond: what is violated after an assumption was broken is told apart, what was
// violated before is the engine's, and what breaks one comes only where that is said.
func TestBeyond(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	for scenario, breaks := range map[string]string{"rewound-in-silence": "S8", "keys-from-a-backup": "L5"} {
		i := slices.IndexFunc(all, func(s *scenarios.Scenario) bool { return s.Name == scenario })
		of := func(e engine.Engine) *Findings {
			c := Campaign{Runner: simulated(), Engine: e, Seed: 1, Scenarios: all[i : i+1], Each: 3}
			f, err := c.Run(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := of(reference.Engine())
		if len(f.Failures) > 0 || f.Outcomes[scenarios.Passed] != 3 || len(f.Beyond) != 1 || f.Beyond[0].Runs != 3 || !slices.Contains(f.Beyond[0].Violated, breaks) {
			t.Errorf("%s: %d failures, outcomes %v, beyond %+v", scenario, len(f.Failures), f.Outcomes, f.Beyond)
		}
		if slices.ContainsFunc(f.Invariants, func(c InvariantCount) bool { return c.Judged > 0 }) {
			t.Errorf("%s: something counts as judged", scenario)
		}
		bad, _ := wrong.Find(all[i].Breaks.Engine)
		if f := of(bad.Engine); f.Outcomes[scenarios.Violated] != 3 || len(f.Beyond) > 0 {
			t.Errorf("%s: %s violates before an assumption is broken: outcomes %v, beyond %+v", scenario, bad.Name, f.Outcomes, f.Beyond)
		}
	}
	c := scenarios.Case{Engine: reference.Engine(), Seed: 1, Events: []faults.Event{{Kind: "silent-rewind", When: faults.When{At: 9 * time.Second}, For: time.Second}}}
	if _, err := simulated().Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), "breaks an assumption") {
		t.Errorf("a run that breaks an assumption and does not say so: %v", err)
	}
}
