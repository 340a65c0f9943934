package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Judged says in how many runs an invariant was judged, and violated; if in none, why.
type Judged struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
	Runs     int    `json:"judged_runs"`
	Violated int    `json:"violated_runs"`
	WhyNot   string `json:"why_not"`
	Without  string `json:"judged_without"` // the part that was not, and why; "" if it was judged whole

	Clauses []Clause `json:"clauses"`
}

// A Clause is one part of an invariant's sentence. One that had nothing to judge in all
// of the runs is a hole, and no pass.
type Clause struct {
	Name     string `json:"name"`
	Sentence string `json:"sentence"`
	Judged   int    `json:"judged"`
	Broken   int    `json:"broken"`
	Close    int    `json:"close"` // would be broken, had things happened at other moments that the observer leaves open
}

// invariants groups those that were judged equally often.
func (c *Check) invariants(p *page) {
	if c.Runs == 0 {
		return
	}
	var always, sometimes []string
	for _, j := range c.Invariants {
		switch j.Runs {
		case c.Runs:
			always = append(always, j.ID)
		case 0:
		default:
			sometimes = append(sometimes, fmt.Sprintf("%s (%s)", j.ID, Number(j.Runs)))
		}
	}
	p.heading("Invariants")
	list := func(label string, all []string, between string) {
		if len(all) > 0 {
			p.say(label, strings.Join(all, between)+".")
		}
	}
	list("Judged in every run:", always, ", ")
	list("Judged in some runs:", sometimes, ", ")
	list("Judged in part:     ", c.inPart(), "; ")
	list("Not judged:         ", c.never(), "; ")
	list("Holes:              ", c.holes(), "; ")
	p.blank()
}

// holes lists the clauses of what was judged that had nothing to judge.
func (c *Check) holes() (all []string) {
	for _, j := range c.Invariants {
		for _, x := range j.Clauses {
			if j.Runs > 0 && x.Judged == 0 {
				all = append(all, fmt.Sprintf("%s %s was never put to the test", j.ID, x.Name))
			}
		}
	}
	return all
}

// inPart lists the invariants of which a part was not judged.
func (c *Check) inPart() (all []string) {
	for _, j := range c.Invariants {
		if j.Runs > 0 && j.Without != "" {
			all = append(all, j.ID+" without "+j.Without)
		}
	}
	return all
}

// never lists the invariants that were not judged, those of one reason together.
func (c *Check) never() (all []string) {
	var reasons []string
	ids := map[string][]string{} // looked up only
	for _, j := range c.Invariants {
		if j.Runs > 0 {
			continue
		}
		if !slices.Contains(reasons, j.WhyNot) {
			reasons = append(reasons, j.WhyNot)
		}
		ids[j.WhyNot] = append(ids[j.WhyNot], j.ID)
	}
	for _, why := range reasons {
		all = append(all, fmt.Sprintf("%s (%s)", strings.Join(ids[why], ", "), why))
	}
	return all
}

// NotJudged says how much of the contract a result does not speak of; "" if it speaks
// of all.
func (c *Check) NotJudged() string {
	none := 0
	var part []string
	for _, j := range c.Invariants {
		switch {
		case j.Runs == 0:
			none++
		case j.Without != "":
			part = append(part, j.ID)
		}
	}
	var texts []string
	if none > 0 {
		texts = append(texts, fmt.Sprintf("%d of the contract's %d invariants were not judged", none, len(c.Invariants)))
	}
	if len(part) > 0 {
		texts = append(texts, strings.Join(part, " and ")+" only in part")
	}
	return strings.Join(texts, ", ")
}
