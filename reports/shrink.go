package reports

import (
	"fmt"
	"strings"
)

// Shrink is the result of making a repro's run smaller.
type Shrink struct {
	Head
	File       string    `json:"file"`
	Engine     string    `json:"engine"`
	Scenario   string    `json:"scenario"`
	Seed       string    `json:"seed"`
	Reproduced bool      `json:"reproduced"` // it was the recorded run, and still violates what was recorded
	Expected   []string  `json:"expected"`   // what was violated
	Fired      []string  `json:"fired"`      // and what is now, in the recorded run
	Out        string    `json:"out"`        // path of the repro that was written; "" if none was: nothing could go
	Violations []Failure `json:"violations"` // of the run that is left
}

func (r *Shrink) text(p *page) {
	p.heading("Shrinking of " + r.File)
	what := "scenario " + r.Scenario
	if r.Scenario == "standard" {
		what = "standard run"
	}
	p.say("", fmt.Sprintf("Engine %s, %s, seed %s.", r.Engine, what, r.Seed))
	p.blank()
	failures(p, r.Violations, nil, false)
	if len(r.Violations) > 0 && r.Violations[0].Shrunk != nil {
		for _, line := range r.Violations[0].Shrunk.Log()[1:] { // the first line stands above
			if entry, is := strings.CutPrefix(line, "  "); is {
				p.item(entry)
			} else {
				p.say("", line)
			}
		}
		p.blank()
	}
	if r.Out != "" {
		p.say("", "The smaller repro is "+r.Out+".")
		p.blank()
	}
}

func (r *Shrink) disagreement() string {
	return first(
		rule{r.Reproduced || len(r.Violations) == 0, "it is not reproduced, and violations is not empty"},
		rule{r.Reproduced || r.Out == "", "it is not reproduced, and out is not empty"},
		agree(r.Violations),
		r.passes(true, "a repro is never one"),
	)
}
