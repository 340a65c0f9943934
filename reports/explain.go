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

// A Need says whether a failure needs an event.
type Need string

const (
	Needed    Need = "needed"
	NotNeeded Need = "not needed"
	NotKnown  Need = "not known" // the run without it could not be judged
	NotAsked  Need = "not asked" // there were no runs left
)

// needWords are all of them.
var needWords = []Need{Needed, NotNeeded, NotKnown, NotAsked}

// An ExplainedEvent is one event of the run, and what happens without it.
type ExplainedEvent struct {
	Event   string    `json:"event"`
	Fault   bool      `json:"fault"` // or an act: a run could do without
	Needed  Need      `json:"needed"`
	Without Aftermath `json:"without"`
}

// What of an event a window is about.
const (
	OfTime       = "time"
	OfLength     = "length"
	OfOccurrence = "occurrence"
)

// A HarmWindow says how far an event can be moved, or made shorter and longer, and still does
// harm: from From to To, both of which did. Below and Above are the nearest that did none; ""
// where there is none within the run. Of occurrences, From and To are those that were tried,
// and Places those that did harm.
type HarmWindow struct {
	Event  string   `json:"event"`
	Of     string   `json:"of"`
	From   string   `json:"from"`
	To     string   `json:"to"`
	Below  string   `json:"below"`
	Above  string   `json:"above"`
	Places []string `json:"places"`
	Cut    bool     `json:"cut"`  // it may go on: there were no runs left to see
	Runs   int      `json:"runs"` // behind it
}

// A CurvePoint is what became of continuations: the run's own decisions up to a number, and
// others from there on. Share is in percent of those that could be judged, and Low to High is
// the interval of Clopper and Pearson around it, with 95 % confidence.
type CurvePoint struct {
	Decision  int     `json:"decision"`
	At        string  `json:"at"`
	Runs      int     `json:"runs"`
	Failed    int     `json:"failed"`
	Undecided int     `json:"undecided"`
	Share     float64 `json:"share"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// A CurveStep is where the share grows most, and what happened there.
type CurveStep struct {
	From      int      `json:"from"`
	To        int      `json:"to"`
	FromShare float64  `json:"from_share"`
	ToShare   float64  `json:"to_share"`
	Place     string   `json:"place"` // of the first decision in it
	Story     []Moment `json:"story"`
}

// Settled is from which decision on all continuations failed, at that point and all later
// ones: At is when the last one before it was made, by which it was settled. Low is the lower end
// of the interval there.
type Settled struct {
	Decision int      `json:"decision"`
	At       string   `json:"at"`
	Place    string   `json:"place"` // of the last decision before it
	State    string   `json:"state"` // of the record
	Runs     int      `json:"runs"`
	Low      float64  `json:"low"`
	Before   []Moment `json:"before"` // what had happened last
}

// A NearestRun is the run without the failure that goes longest with the one that failed, and the
// first thing that differs in meaning.
type NearestRun struct {
	How      string    `json:"how"`
	Fate     Aftermath `json:"fate"`     // something else may be violated in it
	Decision int       `json:"decision"` // the first that differs, from 0
	At       string    `json:"at"`
	Place    string    `json:"place"`
	Differs  string    `json:"differs"` // in what the first other thing that happens is another
	Before   Moment    `json:"before"`  // the last that both have
	Failing  Moment    `json:"failing"`
	Passing  Moment    `json:"passing"`
}

// In what a run is another one than that which failed.
const (
	InMeaning = "meaning"
	InTime    = "time"    // the same things happen
	InNothing = "nothing" // that stories tell
)

// What a guard is one of.
const (
	OfStep    = "step"     // a part of the reference that the engine has replaced
	OfCompare = "compare"  // a condition of a transaction that does not come to the store
	OfView    = "view"     // a field of what it tells of itself
	OfPort    = "port"     // something at its ports
	Together  = "together" // several, of which no single one was enough
)

// A Guard is one thing put right in the engine, and what becomes of runs that fail without it.
type Guard struct {
	Name      string   `json:"name"`
	Text      string   `json:"text"`
	Kind      string   `json:"kind"`
	Size      int      `json:"size"`
	Runs      int      `json:"runs"`      // that fail without it
	Gone      int      `json:"gone"`      // of them, in which the failure is gone
	Undecided int      `json:"undecided"` // that could not be judged
	Otherwise int      `json:"otherwise"` // in which it is gone and something else is violated
	Others    []string `json:"others"`    // that
}

// Mends says that the failure is gone in more than half of the runs.
func (g *Guard) Mends() bool { return 2*g.Gone > g.Runs }

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

func (x *Why) tellEvents(p *page) {
	if !x.BySeed && !x.lacks(LeftSeed) {
		p.say("", "The decisions of this run are not those that its seed draws, so no event is left out or moved: all else would differ too.")
		p.blank()
	}
	if len(x.Events) == 0 {
		return
	}
	p.heading("What it takes")
	for _, e := range x.Events {
		p.hang(margin+fmt.Sprintf("%-10s  ", e.Needed), e.Event, p.as)
		p.hang(margin+strings.Repeat(" ", 12), "without it: "+e.Without.ended(), p.dim)
	}
	p.hang(margin+fmt.Sprintf("%-10s  ", ""), "without any fault or act: "+x.FaultFree.ended(), p.as)
	p.blank()
}

func (x *Why) tellWindows(p *page) {
	if len(x.Windows) == 0 {
		return
	}
	p.heading("How wide the window is, by the same seed")
	for _, w := range x.Windows {
		p.hang(margin, w.Event, p.as)
		p.item(w.says() + fmt.Sprintf(" (%s)", Count(w.Runs, "run")))
	}
	p.blank()
}

func (w *HarmWindow) says() string {
	if w.Of == OfOccurrence {
		return fmt.Sprintf("does harm on occurrence %s, of those from %s to %s", strings.Join(w.Places, ", "), w.From, w.To)
	}
	what := map[string]string{OfTime: "does harm at %s", OfLength: "does harm for %s"}[w.Of] // looked up only
	span := w.From + " to " + w.To
	if w.From == w.To {
		span = w.From + " only"
	}
	text := fmt.Sprintf(what, span)
	switch {
	case w.Cut:
		return text + " at least: there were no runs left to see how far beyond"
	case w.Below != "" && w.Above != "":
		return text + fmt.Sprintf("; none at %s, none at %s", w.Below, w.Above)
	case w.Below != "":
		return text + fmt.Sprintf(", and as far as could be tried; none at %s", w.Below)
	case w.Above != "":
		return text + fmt.Sprintf(", from the least that there is; none at %s", w.Above)
	}
	return text + ", which is all that could be tried"
}

// chartWidth is how many columns the whole of a share takes.
const chartWidth = 30

func (x *Why) tellCurve(p *page) {
	if len(x.Curve) == 0 {
		return
	}
	p.heading("How much was settled: continuations that fail, of others that draw anew")
	var rows [][]string
	for _, c := range x.Curve {
		rows = append(rows, []string{Number(c.Decision), c.At, bars(c), fmt.Sprintf("%d/%d", c.Failed, c.Runs-c.Undecided), fmt.Sprintf("%.0f–%.0f %%", c.Low, c.High)})
	}
	p.table([]column{{name: "after", right: true}, {name: "at", right: true}, {name: "share that fails", spare: true}, {name: "failed", right: true}, {name: "95 %", right: true}}, rows)
	if s := x.Steepest; s != nil {
		text := fmt.Sprintf("It grows most between decision %s and %s, from %.0f %% to %.0f %%", Number(s.From), Number(s.To), s.FromShare, s.ToShare)
		if s.To == s.From+1 {
			text += fmt.Sprintf(": by one draw, at %q", s.Place)
		}
		if len(s.Story) > 0 {
			text += ". What happened there:"
		}
		p.say("", text)
		tellStory(p, s.Story)
		p.blank()
	}
	switch s := x.Settled; {
	case s != nil && s.Decision == 0:
		p.say("", fmt.Sprintf("All %s from before the first decision failed, too (%.1f %% or more would, with 95 %% confidence): by these events this engine fails whatever is drawn.", Count(s.Runs, "continuation"), s.Low))
	case x.lacks(LeftCurve):
		p.say("", "There were no runs left to see from which decision on it was settled.")
	case s == nil:
		p.say("", "At no point that was tried did all continuations fail to the end.")
	default:
		p.say("", fmt.Sprintf("From decision %s on, at %s, all %s failed (%.1f %% or more would, with 95 %% confidence): %s. The last draw was %q. What had happened last:",
			Number(s.Decision), s.At, Count(s.Runs, "continuation"), s.Low, s.State, s.Place))
		tellStory(p, s.Before)
	}
	p.blank()
}

// bars are a share as a bar, and its interval as a line through it.
func bars(c CurvePoint) string {
	at := func(share float64) int { return int(share*chartWidth/100 + 0.5) }
	var b strings.Builder
	for i := range chartWidth {
		switch {
		case i < at(c.Share):
			b.WriteRune('█')
		case i < at(c.High):
			b.WriteRune('░')
		default:
			b.WriteRune('·')
		}
	}
	return b.String()
}

func (x *Why) tellNearest(p *page) {
	if len(x.Curve)+len(x.Events) == 0 {
		return
	}
	p.heading(fmt.Sprintf("What the nearest run without %s did differently", x.Of))
	n := x.Nearest
	if n == nil {
		p.say("", "There is none among all that were made of this engine.")
		p.blank()
		return
	}
	parts := "No decision is another." // where all places are calm, there may be none at all
	if n.Place != "" {
		parts = fmt.Sprintf("Its first other decision is number %s, at %s, %q.", Number(n.Decision), n.At, n.Place)
	}
	then := "Then:"
	switch n.Differs {
	case InTime:
		then = "What happens is the same, at other times; the first of it:"
	case InNothing:
		then = "What stories tell of the two is the same, to the time: what differs is in what they leave out."
	}
	p.say("", fmt.Sprintf("It has %s, and ends %s. %s %s", n.How, n.Fate.ended(), parts, then))
	if n.Differs == InNothing {
		p.blank()
		return
	}
	story := []Moment{n.Before, n.Failing, n.Passing}
	for i, label := range []string{"both:", "fails:", "other:"} {
		if m := story[i]; m.What != "" {
			p.say(fmt.Sprintf("%-8s", label)+fmt.Sprintf("%s  %s ", m.At, m.Who), m.What)
		}
	}
	p.blank()
}

// mostGuards is how many are listed.
const mostGuards = 6

func (x *Why) tellGuards(p *page) {
	if len(x.Curve)+len(x.Events) == 0 {
		return
	}
	p.heading("What is missing: single guards, put into the engine, by which it is gone")
	switch none := len(x.Guards) == 0 || !x.Guards[0].Mends(); {
	case x.lacks(LeftGuards) && len(x.Guards) == 0:
		p.say("", "There were no runs left to try one.")
	case x.lacks(LeftGuards) && none:
		p.say("", "None of those that were tried; there were no runs left for the others.")
	case none:
		p.say("", "None of those that were tried.")
	}
	for i, g := range x.Guards[:min(len(x.Guards), mostGuards)] {
		paint := p.as
		if i == 0 && g.Mends() {
			paint = p.bold
		}
		p.hang(margin+fmt.Sprintf("%2d. ", i+1), g.Text, paint)
		fate := fmt.Sprintf("gone in %d of %s", g.Gone, Count(g.Runs, "run"))
		if g.Otherwise > 0 {
			fate += fmt.Sprintf(", in %d of which something else is violated (%s)", g.Otherwise, strings.Join(g.Others, ", "))
		}
		if g.Undecided > 0 {
			fate += fmt.Sprintf(", %d could not be judged", g.Undecided)
		}
		p.hang(margin+"    ", fate+"; "+g.Name, p.dim)
	}
	if more := len(x.Guards) - mostGuards; more > 0 {
		p.say("", fmt.Sprintf("%d more helped less.", more))
	}
	p.blank()
}
