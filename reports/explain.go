package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Why is the result of asking why the run of a repro failed. All that it says was seen
// in runs.
type Why struct {
	Head
	File      string   `json:"file"`
	Engine    string   `json:"engine"`
	Scenario  string   `json:"scenario"`
	Seed      string   `json:"seed"`
	Violated  []string `json:"violated"` // in the run
	Of        string   `json:"of"`       // which of them is explained
	Sentence  string   `json:"sentence"` // what that is about
	Detail    string   `json:"detail"`
	At        string   `json:"at"`
	Decisions int      `json:"decisions"` // of the run

	Runs     int      `json:"runs"` // made
	MostRuns int      `json:"most_runs"`
	Partial  bool     `json:"partial"`  // there were not runs enough
	LeftOut  []string `json:"left_out"` // what was not asked for want of them
	// BySeed is false where the decisions of the run are not those that its seed draws: events
	// are then not moved, since all else would differ too.
	BySeed bool `json:"by_seed"`

	DivergedAt *Divergence      `json:"diverged_at"` // null if the run is the one that was recorded
	FaultFree  Aftermath        `json:"fault_free"`  // without all that a run could do without
	Events     []ExplainedEvent `json:"events"`
	Windows    []HarmWindow     `json:"windows"`
	Curve      []CurvePoint     `json:"curve"`
	Steepest   *CurveStep       `json:"steepest"` // null if the share never grows
	Settled    *Settled         `json:"settled"`  // null if it was not
	Nearest    *NearestRun      `json:"nearest"`  // null if every run failed
	Guards     []Guard          `json:"guards"`   // the best first
}

// An Aftermath is what became of a run; its verdict is empty where none was made.
type Aftermath struct {
	Verdict  string   `json:"verdict"`
	Violated []string `json:"violated"`
}

// What can be left out for want of runs, of what is told in a place of its own.
const (
	LeftSeed   = "whether its seed draws this run, so that events can be left out and moved"
	LeftCurve  = "from which decision on the failure was settled"
	LeftGuards = "which guards are missing"
)

// lacks says that something was left out for want of runs.
func (x *Why) lacks(what string) bool { return slices.Contains(x.LeftOut, what) }

func (x *Why) disagreement() string {
	for i, e := range x.Events {
		known := false
		for _, w := range needWords {
			known = known || w == e.Needed
		}
		if !known {
			return fmt.Sprintf("events #%d.needed is %.40q, which is none", i+1, e.Needed)
		}
	}
	last := -1
	for i, c := range x.Curve {
		name := fmt.Sprintf("curve #%d: ", i+1)
		if wrong := first(
			rule{c.Decision > last, name + "decisions do not grow"},
			rule{c.Failed+c.Undecided <= c.Runs, name + "more failed and undecided than there were runs"},
			rule{c.Low <= c.Share && c.Share <= c.High && c.High <= 100 || c.Failed+c.Undecided == 0 || c.Runs == c.Undecided, name + "share is outside its interval"},
		); wrong != "" {
			return wrong
		}
		last = c.Decision
	}
	for i, g := range x.Guards {
		if wrong := first(
			rule{g.Gone+g.Undecided <= g.Runs, fmt.Sprintf("guards #%d: more gone and undecided than there were runs", i+1)},
			rule{g.Otherwise <= g.Gone, fmt.Sprintf("guards #%d.otherwise is more than gone", i+1)},
		); wrong != "" {
			return wrong
		}
	}
	return first(
		rule{x.Partial == (len(x.LeftOut) > 0), "partial and left_out say different things"},
		rule{x.Settled == nil || !x.lacks(LeftCurve), "settled says from where, and left_out that it was not seen"},
		rule{x.Verdict != Explained || x.DivergedAt == nil, "verdict is explained, and the run diverged"},
		x.passes(true, "a failure is explained, which is no pass"),
	)
}

func (x *Why) text(p *page) {
	p.heading(fmt.Sprintf("Why %s fails in %s", x.Engine, x.File))
	p.say("", fmt.Sprintf("%s, seed %s, %s; %s of at most %s.", runOf(x.Scenario), x.Seed, Count(x.Decisions, "decision"), Count(x.Runs, "run"), Number(x.MostRuns)))
	p.blank()
	if d := x.DivergedAt; d != nil {
		p.say("Diverged", fmt.Sprintf("at decision %s, %q:", Number(d.Index), d.Label))
		p.say("  expected:", d.Expected)
		p.say("  actual:  ", d.Actual)
		p.blank()
		return
	}
	if x.Detail != "" {
		p.title(x.Of, x.Sentence)
		p.say("", fmt.Sprintf("%s: %s", x.At, x.Detail))
		if len(x.Violated) > 1 {
			p.say("", fmt.Sprintf("Violated in this run: %s. What follows is about %s alone.", strings.Join(x.Violated, ", "), x.Of))
		}
		p.blank()
	}
	x.tellEvents(p)
	x.tellWindows(p)
	x.tellCurve(p)
	x.tellNearest(p)
	x.tellGuards(p)
}

func runOf(scenario string) string {
	if scenario == "standard" {
		return "Standard run"
	}
	return "Scenario " + scenario
}

// ended says what became of a run.
func (f *Aftermath) ended() string {
	switch {
	case f.Verdict == "":
		return "not run"
	case len(f.Violated) > 0:
		return f.Verdict + ": " + strings.Join(f.Violated, ", ")
	}
	return f.Verdict
}
