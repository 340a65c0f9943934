package reports

import (
	"fmt"
	"strings"
)

// BeyondRuns is what came of runs in which an assumption was broken.
type BeyondRuns struct {
	Scenario   string   `json:"scenario"`
	Assumption string   `json:"assumption"` // that was broken
	Runs       int      `json:"runs"`
	Violated   []string `json:"violated"` // invariants, in any of them
}

// beyond tells what is violated beyond the assumptions.
func (c *Check) beyond(p *page) {
	if len(c.Beyond) == 0 {
		return
	}
	p.heading("Beyond the assumptions: what is violated where one is broken is told, and not held against the engine")
	for _, b := range c.Beyond {
		what := "nothing was violated"
		if len(b.Violated) > 0 {
			what = "violated was " + strings.Join(b.Violated, ", ")
		}
		p.say("", fmt.Sprintf("%s, %s; not so was that %s: %s.", b.Scenario, Count(b.Runs, "run"), b.Assumption, what))
	}
	p.blank()
}
