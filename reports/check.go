package reports

import (
	"fmt"
	"strings"
)

// Check is the result of the gate.
type Check struct {
	Head
	Engine      string         `json:"engine"`
	Contract    string         `json:"contract"`
	Seed        string         `json:"seed"`
	Runs        int            `json:"runs"`
	RandomRuns  int            `json:"random_runs"`
	Events      int64          `json:"events"`
	WallSeconds float64        `json:"wall_seconds"`
	TraceHash   string         `json:"trace_hash"`
	Outcomes    Outcomes       `json:"outcomes"`
	Scenarios   []ScenarioRuns `json:"scenarios"`
	Invariants  []Judged       `json:"invariants"`
	Faults      []FaultRuns    `json:"faults"`
	Sometimes   []Goal         `json:"sometimes"`
	Determinism Determinism    `json:"determinism"`
	Violations  []Failure      `json:"violations"`
	Planted     []Planted      `json:"planted"`
	Unjudged    []string       `json:"unjudged"`    // why runs were invalid or inconclusive
	Assumptions []string       `json:"assumptions"` // the boundary within which all this holds
}

// Outcomes counts runs. A run that is missed violated nothing, and did not meet
// an expectation of its scenario.
type Outcomes struct {
	Passed       int `json:"passed"`
	Violated     int `json:"violated"`
	Inconclusive int `json:"inconclusive"`
	Invalid      int `json:"invalid"`
	Missed       int `json:"missed"`
}

// ScenarioRuns is what became of one scenario.
type ScenarioRuns struct {
	Name    string   `json:"name"`
	Runs    int      `json:"runs"`
	Verdict Verdict  `json:"verdict"`
	Missed  []string `json:"missed"` // its expectations that were not met
}

// Judged says in how many runs an invariant was judged; if in none, why.
type Judged struct {
	ID     string `json:"id"`
	Runs   int    `json:"judged_runs"`
	WhyNot string `json:"why_not"`
}

// FaultRuns says how often a kind of fault was injected, and how often that
// changed anything.
type FaultRuns struct {
	Kind     string `json:"kind"`
	Injected int    `json:"injected"`
	Bit      int    `json:"bit"`
}

// Goal is something that must happen sometimes.
type Goal struct {
	Goal     string `json:"goal"`
	Count    int    `json:"count"`
	Required bool   `json:"required"`
}

// Determinism says how many runs were made twice, and which were not the same.
type Determinism struct {
	Twice     int      `json:"runs_made_twice"`
	Different []string `json:"different"`
}

// Planted is a wrong engine, and whether what must catch it did.
type Planted struct {
	Engine      string   `json:"engine"`
	Lesson      int      `json:"lesson"`
	Expected    []string `json:"expected"`
	Caught      bool     `json:"caught"`
	CaughtBy    []string `json:"caught_by"`
	Scenario    *string  `json:"scenario"`      // that caught it, or else that names it; null if there is none
	RunsToCatch *int     `json:"runs_to_catch"` // random runs only; null if they did not
}

func (c *Check) text(p *page) {
	p.heading(fmt.Sprintf("Check of %s, %s contract, seed %s", c.Engine, c.Contract, c.Seed))
	p.say("", fmt.Sprintf("%d random runs and %d runs of %d scenarios, %s events, in %.1f s.",
		c.RandomRuns, c.Runs-c.RandomRuns, len(c.Scenarios), grouped(c.Events), c.WallSeconds))
	p.say("", c.Outcomes.String()+".")
	p.say("", c.Determinism.String())
	for _, d := range c.Determinism.Different {
		p.item(d)
	}
	p.blank()
	c.invariants(p)
	c.coverage(p)
	c.scenarios(p)
	c.planted(p)
	c.unjudged(p)
	failures(p, c.Violations)
	c.assumptions(p)
}

func (o Outcomes) String() string {
	s := fmt.Sprintf("%d passed, %d violated, %d inconclusive, %d invalid", o.Passed, o.Violated, o.Inconclusive, o.Invalid)
	if o.Missed > 0 {
		s += fmt.Sprintf(", %d missed an expectation", o.Missed)
	}
	return s
}

func (d Determinism) String() string {
	return fmt.Sprintf("%d runs were made twice, %d of them were not the same.", d.Twice, len(d.Different))
}

// invariants groups those that were judged equally often.
func (c *Check) invariants(p *page) {
	var always, sometimes, never []string
	for _, j := range c.Invariants {
		switch j.Runs {
		case c.Runs:
			always = append(always, j.ID)
		case 0:
			never = append(never, j.ID+" ("+j.WhyNot+")")
		default:
			sometimes = append(sometimes, fmt.Sprintf("%s (%d)", j.ID, j.Runs))
		}
	}
	if c.Runs == 0 {
		return
	}
	p.heading("Invariants")
	list := func(label string, ids []string) {
		if len(ids) > 0 {
			p.say(label, strings.Join(ids, ", ")+".")
		}
	}
	list("Judged in every run:", always)
	list("Judged in some runs:", sometimes)
	list("Not judged:         ", never)
	p.blank()
}

// coverage shows what the runs went through.
func (c *Check) coverage(p *page) {
	if c.Runs == 0 {
		return
	}
	var rows [][]string
	for i := range max(len(c.Faults), len(c.Sometimes)) {
		row := make([]string, 6)
		if i < len(c.Faults) {
			f := c.Faults[i]
			row[0], row[1], row[2] = f.Kind, fmt.Sprint(f.Injected), fmt.Sprint(f.Bit)
		}
		if i < len(c.Sometimes) {
			g := c.Sometimes[i]
			row[3], row[4], row[5] = g.Goal, fmt.Sprint(g.Count), g.mark()
		}
		rows = append(rows, row)
	}
	p.heading("Coverage: faults injected, and how many bit; what happened, in how many runs")
	p.table([]string{"fault", "injected", "bit", "sometimes", "runs", ""}, []int{1, 2, 4}, rows)
}

func (g Goal) mark() string {
	switch {
	case g.Required && g.Count == 0:
		return "NEVER"
	case g.Required:
		return "required"
	}
	return ""
}

// scenarios lists those that did not pass.
func (c *Check) scenarios(p *page) {
	if len(c.Scenarios) == 0 || c.Runs == 0 {
		return
	}
	passed := 0
	for _, s := range c.Scenarios {
		if s.Verdict == Pass {
			passed++
		}
	}
	p.heading(fmt.Sprintf("Scenarios: %d of %d passed", passed, len(c.Scenarios)))
	for _, s := range c.Scenarios {
		if s.Verdict != Pass {
			p.say("", s.Name+": "+strings.Join(append([]string{s.Verdict.words()}, s.Missed...), ": "))
		}
	}
	p.blank()
}

func (c *Check) planted(p *page) {
	if len(c.Planted) == 0 {
		return
	}
	caught := Caught(c.Planted)
	p.heading(fmt.Sprintf("Planted bugs: %d of %d caught", caught, len(c.Planted)))
	var missed []string
	for _, x := range c.Planted {
		if !x.Caught {
			missed = append(missed, fmt.Sprintf("%s (must fire %s)", x.Engine, strings.Join(x.Expected, " or ")))
		}
	}
	if len(missed) > 0 {
		p.say("Not caught:", strings.Join(missed, ", ")+".")
	}
	p.blank()
}

// Caught counts the wrong engines that were.
func Caught(all []Planted) int {
	n := 0
	for _, x := range all {
		if x.Caught {
			n++
		}
	}
	return n
}

func (c *Check) unjudged(p *page) {
	if len(c.Unjudged) == 0 {
		return
	}
	p.heading("Why runs could not be judged")
	for _, why := range c.Unjudged {
		p.item(why)
	}
	p.blank()
}

func (c *Check) assumptions(p *page) {
	if len(c.Assumptions) == 0 || c.Runs == 0 {
		return
	}
	p.hang("", "Within the assumption boundary: "+strings.Join(c.Assumptions, "; ")+".", p.dim)
	p.blank()
}

// grouped is a number that can be read.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}
