package campaign

import (
	"slices"

	"pawl/scenarios"
)

// BeyondCount says what came of runs in which an assumption was broken.
type BeyondCount struct {
	Scenario   string
	Assumption string
	Runs       int
	Violated   []string // invariants, each once, in any of them
}

// addBeyond counts a run in which assumptions were broken: nothing that was violated in it is
// held against the engine, and nothing that held counts as judged.
func (f *Findings) addBeyond(o *scenarios.Outcome) {
	for i := range f.Invariants {
		if c := &f.Invariants[i]; c.WhyNot == "" {
			c.WhyNot = "an assumption was broken"
		}
	}
	for _, why := range o.Broken() {
		name := scenarioOf(o.Case)
		i := slices.IndexFunc(f.Beyond, func(b BeyondCount) bool { return b.Scenario == name && b.Assumption == why })
		if i < 0 {
			i = len(f.Beyond)
			f.Beyond = append(f.Beyond, BeyondCount{Scenario: name, Assumption: why})
		}
		b := &f.Beyond[i]
		b.Runs++
		for _, id := range o.Report.Fired() {
			if !slices.Contains(b.Violated, id) {
				b.Violated = append(b.Violated, id)
			}
		}
	}
}
