package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Check is the result of the gate.
type Check struct {
	Head
	Engine         string         `json:"engine"`
	Contract       string         `json:"contract"`
	Seed           string         `json:"seed"`
	SeedGiven      bool           `json:"seed_given"`         // and not drawn: whoever gave it may have chosen it
	Again          string         `json:"again"`              // the command that makes the same runs
	Strategy       string         `json:"strategy,omitempty"` // of the random runs; left out where it is the usual one
	Runs           int            `json:"runs"`
	RunsMeant      int            `json:"runs_meant"`
	Interrupted    bool           `json:"interrupted"`
	GaveUp         bool           `json:"gave_up,omitempty"` // no more runs were made, since the last ones had to be ended
	RandomRuns     int            `json:"random_runs"`
	Events         int64          `json:"events"`
	WallSeconds    float64        `json:"wall_seconds"`
	TraceHash      string         `json:"trace_hash"` // SHA-256 over what is next
	RunHashes      string         `json:"run_hashes"` // of the runs, in their order, the first [HashBytes] of each, in base64
	Outcomes       Outcomes       `json:"outcomes"`
	RandomOutcomes Outcomes       `json:"random_outcomes"` // of the random runs alone: only on these can a bound stand
	Corpus         *FoundBefore   `json:"corpus"`          // null if nothing was found in the past, or nobody looked
	Scenarios      []ScenarioRuns `json:"scenarios"`
	LeftOut        []string       `json:"left_out"` // scenarios of what is done past the engine, which it does not offer to stand
	Invariants     []Judged       `json:"invariants"`
	Faults         []FaultRuns    `json:"faults"`
	Asked          []AskedRuns    `json:"asked"`
	Relying        []RelyingRuns  `json:"relying"`
	Late           LateRuns       `json:"late"`
	Beyond         []BeyondRuns   `json:"beyond"` // apart from all else
	Sometimes      []Goal         `json:"sometimes"`
	Rates          Rates          `json:"rates"`
	Exhaust        *Exhausted     `json:"exhaust"` // null if single faults were not tried
	Matrix         *Matrix        `json:"matrix"`  // null if empty cells were not filled
	Determinism    Determinism    `json:"determinism"`

	Fingerprints Fingerprints `json:"fingerprints"`
	Protocol     *Protocol    `json:"protocol"` // null if the engine does not tell what it takes
	Timeline     *Timeline    `json:"timeline"` // null if no random run was made, the engine does not tell of its record, or nothing was rotated
	Policy       []PolicyLine `json:"policy"`   // that is not drawn

	Violations  []Failure `json:"violations"`   // the clearest first
	KeptOfEach  int       `json:"kept_of_each"` // of each invariant so many runs that violate it are kept, the first ones
	Planted     []Planted `json:"planted"`
	PortBugs    []PortBug `json:"port_bugs"`   // planted at the ports of an engine that is not the reference
	Unjudged    []string  `json:"unjudged"`    // why runs were invalid, inconclusive or unjudged
	Assumptions []string  `json:"assumptions"` // the boundary within which all this holds
	Waivers     *Waivers  `json:"waivers"`     // null if there are none
	Baseline    *Against  `json:"baseline"`    // null if there is none
	Part        *Part     `json:"part"`        // null if it is no part of something larger
}

// EnoughRuns is how many random runs it takes for what is rare to happen.
const EnoughRuns = 500

// Outcomes counts runs. In one that is unjudged no invariant had anything to judge.
// One that is missed violated nothing, and did not meet an expectation of its
// scenario.
type Outcomes struct {
	Passed       int `json:"passed"`
	Violated     int `json:"violated"`
	Inconclusive int `json:"inconclusive"`
	Invalid      int `json:"invalid"`
	Unjudged     int `json:"unjudged"`
	Missed       int `json:"missed"`
}

// ScenarioRuns is what became of one scenario.
type ScenarioRuns struct {
	Name    string   `json:"name"`
	Runs    int      `json:"runs"`
	Verdict Verdict  `json:"verdict"`
	Missed  []string `json:"missed"` // its expectations that were not met

	MissedRuns  int        `json:"missed_runs"`  // in how many runs they were not
	FirstMissed *MissedRun `json:"first_missed"` // the first of these; null if there is none
}

// MissedRun is a run that violated nothing, and did not go as its scenario expects.
type MissedRun struct {
	Run   int      `json:"run"`  // its number in the campaign, from 1
	Seed  string   `json:"seed"` // of the run, decimal
	Story []Moment `json:"story"`
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
	Drawn       bool     `json:"drawn"` // by the seed, to be caught in random runs as well
	Runs        int      `json:"runs"`  // made of it
	Caught      bool     `json:"caught"`
	CutShort    bool     `json:"cut_short"` // not caught, and the budget was over before it was hunted to the end
	CaughtBy    []string `json:"caught_by"`
	Scenario    *string  `json:"scenario"`      // that caught it, or else that names it; null if there is none
	RunsToCatch *int     `json:"runs_to_catch"` // random runs only; null if they did not
}

func (c *Check) text(p *page) {
	p.heading(fmt.Sprintf("Check of %s, %s contract, seed %s", c.Engine, c.Contract, c.Seed))
	p.say("", fmt.Sprintf("%s and %s of %s, %s, in %.1f s.", Count(c.RandomRuns, "random run"),
		Count(c.Runs-c.RandomRuns, "run"), Count(len(c.Scenarios), "scenario"), Count(c.Events, "event"), c.WallSeconds))
	sayStrategy(p, c.Strategy)
	if c.Interrupted || c.Runs < c.RunsMeant {
		p.say("", c.CutShort())
	}
	p.say("", c.Outcomes.String()+".")
	p.say("", c.Determinism.String())
	for _, d := range c.Determinism.Different {
		p.item(d)
	}
	p.blank()
	c.beginning(p)
	c.corpus(p)
	c.invariants(p)
	c.singles(p)
	c.coverage(p)
	c.matrix(p)
	c.protocol(p)
	c.rates(p)
	c.relying(p)
	c.late(p)
	c.beyond(p)
	c.scenarios(p)
	c.planted(p)
	c.atPorts(p)
	c.unjudged(p)
	failures(p, c.Violations, c.violated(), true)
	c.kept(p)
	c.waived(p)
	c.against(p)
	c.assumptions(p)
}

// beginning says where to begin with a failure, before all else that there is to say.
func (c *Check) beginning(p *page) {
	if len(c.Violations) > 0 && c.Next != "" {
		p.say("", "To start with:")
		p.command(c.Next)
		p.blank()
	}
}

// singles says what became of every single fault.
func (c *Check) singles(p *page) {
	if c.Exhaust != nil {
		p.heading("Every single fault, one at a time, at every moment of the " + c.Exhaust.Scenario + " cluster, as exhaust " + c.Exhaust.Scenario + " tries it")
		p.say("", c.Exhaust.String()+".")
		p.blank()
	}
}

// violated is how often each invariant was.
func (c *Check) violated() map[string]int {
	times := map[string]int{} // looked up only
	for _, j := range c.Invariants {
		times[j.ID] = j.Violated
	}
	return times
}

// kept says which of the runs that failed have a repro.
func (c *Check) kept(p *page) {
	if len(c.Violations) > 0 && c.KeptOfEach > 0 {
		p.say("", fmt.Sprintf("Kept are, of each invariant, the first %s that violated it.", Count(c.KeptOfEach, "run")))
		if c.Identity != nil && c.Identity.Engine != "" {
			p.say("", "A waiver for this engine, and for none that is changed, names it: engine: "+c.Identity.Engine)
		}
		p.blank()
	}
}

// CutShort says after how many runs a check ended, and why, if it did not make all.
func (c *Check) CutShort() string {
	why := "The budget was over"
	switch {
	case c.Interrupted:
		why = "Interrupted"
	case c.GaveUp:
		why = "No more runs were made, since the last ones had to be ended,"
	}
	return fmt.Sprintf("%s after %s of %s.", why, Number(c.Runs), Count(c.RunsMeant, "run"))
}

func (o Outcomes) String() string {
	s := fmt.Sprintf("%s passed, %s violated, %s inconclusive, %s invalid",
		Number(o.Passed), Number(o.Violated), Number(o.Inconclusive), Number(o.Invalid))
	if o.Unjudged > 0 {
		s += fmt.Sprintf(", %s with nothing to judge", Number(o.Unjudged))
	}
	if o.Missed > 0 {
		s += fmt.Sprintf(", %s missed an expectation", Number(o.Missed))
	}
	return s
}

func (d Determinism) String() string {
	return fmt.Sprintf("Made twice: %s; not the same: %s.", Count(d.Twice, "run"), Number(len(d.Different)))
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
	if len(c.LeftOut) > 0 {
		p.item("left out, since the engine does not offer to stand what is done past it: " + strings.Join(c.LeftOut, ", "))
	}
	var violated []string // of which the stories tell more
	for i := range c.Scenarios {
		if s := &c.Scenarios[i]; s.Verdict == Violation && s.FirstMissed == nil && len(s.Missed) == 0 {
			violated = append(violated, s.Name)
		}
	}
	if few := violated; len(few) > 0 {
		what := ""
		if len(few) > namedScenarios {
			few, what = few[:namedScenarios], ", and others, all of which --json has"
		}
		p.say("", fmt.Sprintf("violated in %d of %d: %s%s", len(violated), len(c.Scenarios), strings.Join(few, ", "), what))
	}
	for i := range c.Scenarios {
		if s := &c.Scenarios[i]; s.Verdict != Pass && !slices.Contains(violated, s.Name) {
			s.tell(p)
		}
	}
	p.blank()
}

// namedScenarios is how many of those in which something was violated are named.
const namedScenarios = 5

func (s *ScenarioRuns) tell(p *page) {
	line := s.Name + ": " + s.Verdict.words()
	first := s.FirstMissed
	if first != nil {
		line += fmt.Sprintf(" in %s of %s, first in run %s, run seed %s",
			Number(s.MissedRuns), Count(s.Runs, "run"), Number(first.Run), first.Seed)
	}
	p.say("", line)
	for _, m := range s.Missed {
		p.item(m)
	}
	if first != nil {
		tellStory(p, first.Story)
	}
}

func (c *Check) planted(p *page) {
	switch {
	case len(c.Planted) > 0:
	case len(c.Violations) > 0:
		p.heading("Planted bugs: not hunted, since something was violated")
		p.blank()
		return
	default:
		return
	}
	caught := Caught(c.Planted)
	p.heading(fmt.Sprintf("Planted bugs: %d of %d caught", caught, len(c.Planted)))
	var drawn []string
	for _, x := range c.Planted {
		if x.Drawn && x.RunsToCatch != nil {
			drawn = append(drawn, fmt.Sprintf("%s (%s)", x.Engine, Number(*x.RunsToCatch)))
		}
	}
	if len(drawn) > 0 {
		p.say("", "Drawn by the seed, and caught in random runs as well, after how many: "+strings.Join(drawn, ", ")+".")
	}
	for _, x := range c.Planted {
		if !x.Caught {
			p.say("", fmt.Sprintf("%s (must fire %s): %s", x.Engine, strings.Join(x.Expected, " or "), x.Fate()))
		}
	}
	p.blank()
}

// Fate says what became of a wrong engine.
func (x *Planted) Fate() string {
	switch {
	case x.Caught:
		return "caught"
	case x.CutShort && x.Runs == 0:
		return "not hunted: the budget was over"
	case x.CutShort:
		return fmt.Sprintf("not caught in %s: then the budget was over", Count(x.Runs, "run"))
	}
	return "not caught in " + Count(x.Runs, "run")
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
