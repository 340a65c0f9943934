package reports

import (
	"fmt"
	"strings"
)

// Rates are how much an engine does, against what another does in the same runs.
type Rates struct {
	Runs    int    `json:"runs"`    // in which it was counted
	Measure string `json:"measure"` // the other engine; "" where the engine is held against what it was asked for
	Rates   []Rate `json:"rates"`
}

// Rate is one number and what it is held against, in percent of which it has a least or
// a most; 0 for none. Of what is turned away a few more than that are let pass.
type Rate struct {
	Measure string `json:"measure"`
	Count   int    `json:"count"`
	Against int    `json:"against"`
	Of      string `json:"of"`
	Least   int    `json:"least_percent"`
	Most    int    `json:"most_percent"`
	Met     bool   `json:"met"`
}

// percent is a rate's number in percent of what it is held against.
func (r *Rate) percent() string {
	if r.Against == 0 {
		return "against 0"
	}
	return fmt.Sprintf("%d %%", 100*r.Count/r.Against)
}

// Missed says how a rate that is not met misses.
func (r *Rate) Missed(measure string) string {
	bound := fmt.Sprintf("at least %d %%", r.Least)
	if r.Most > 0 {
		bound = fmt.Sprintf("at most %d %%", r.Most)
	}
	return fmt.Sprintf("%s: %s against %s of %s, want %s", r.Measure, Number(r.Count), Number(r.Against), r.of(measure), bound)
}

// TheMeasures is what a rate is held against where it is what the measure came to.
const TheMeasures = "the measure's"

func (r *Rate) of(measure string) string {
	if r.Of == TheMeasures {
		return measure
	}
	return r.Of
}

// rates says how much was done, in a line for all.
func (c *Check) rates(p *page) {
	if c.Rates.Runs == 0 || len(c.Rates.Rates) == 0 {
		return
	}
	what := "against what was asked for"
	if c.Rates.Measure != "" {
		what = "against " + c.Rates.Measure + " in the same"
	}
	var all []string
	for i := range c.Rates.Rates {
		r := &c.Rates.Rates[i]
		all = append(all, r.Measure+" "+r.percent())
	}
	p.say("", fmt.Sprintf("Rates in %s, %s: %s.", Count(c.Rates.Runs, "run"), what, strings.Join(all, ", ")))
	p.blank()
}
