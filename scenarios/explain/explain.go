package explain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// DefaultRuns is how many runs an answer may take unless it is said; LeastRuns are what any
// answer needs.
const (
	DefaultRuns = 800
	LeastRuns   = 20

	curveRuns = 400 // that the curve is given before events are moved

	// A run that takes so many times the steps of the one that failed is stopped: an engine
	// that is half put right may run away, and would be judged for minutes.
	tooLong   = 8
	tooLittle = 20_000
)

// A Puzzle is why the run of a repro failed.
type Puzzle struct {
	Runner  scenarios.Runner
	Repro   *campaign.Repro
	Engine  engine.Engine
	Of      string // what of all that was violated is asked about; "": what the faults brought about
	Runs    int    // that may be made
	Jobs    int    // at a time; 0: one for each processor
	Watch   campaign.Watch
	File    string // that the repro was read from
	Command string // what the command line is called
}

// An answer is one in the making.
type answer struct {
	q       *Puzzle
	r       *reports.Why
	lab     *lab
	base    scenarios.Case    // the run, drawn from its seed
	failing scenarios.Outcome // the run as the repro has it, with its trace
	broken  campaign.Broken   // the first violation of it

	needed        []int // events
	alone         bool  // it fails without any fault
	passesWithout bool  // it does not, and that run could be judged
	points        []*point
	alsoFail      []scenarios.Case // the same events, and other draws
}

// Answer makes the runs and says what they show. What an interrupt has kept from being asked
// is listed, like what there were no runs left for.
func (q *Puzzle) Answer(ctx context.Context) (*reports.Why, error) {
	a, is, err := q.begin(ctx)
	if err != nil {
		return nil, err
	}
	if !is {
		return a.r, nil
	}
	defer a.lab.tell.End()
	a.tellFaultFree(ctx)
	a.broken = campaign.Broke(&a.failing, a.lab.id)
	a.r.Of, a.r.Detail, a.r.Sentence, a.r.At = a.lab.id, a.broken.Violation.Detail, a.broken.Sentence, clock(a.broken.Violation.At)
	a.drawnAgain(ctx)
	if a.r.BySeed {
		a.tellNeeded(ctx)
	}
	a.othersThatFail(ctx)
	a.tellGuards(ctx)
	if a.r.BySeed {
		a.keepFor(curveRuns, func() { a.tellWindows(ctx) })
	}
	a.tellCurve(ctx)
	a.tellNearest(ctx)
	a.r.Runs = a.lab.made
	a.settle(ctx)
	return a.r, nil
}

// begin makes the run of the repro again; is says that it is the one that was recorded.
func (q *Puzzle) begin(ctx context.Context) (a *answer, is bool, err error) {
	again, err := campaign.Replay(ctx, q.Runner, q.Repro, q.Engine)
	if err != nil {
		return nil, false, err
	}
	o := &again.Outcome
	a = &answer{q: q, failing: *o, r: &reports.Why{
		File: q.File, Engine: q.Repro.Engine, Scenario: scenarioOf(o), Seed: fmt.Sprint(q.Repro.Seed),
		Violated: q.Repro.IDs(), Decisions: len(o.Decisions), MostRuns: q.Runs, Runs: 1, LeftOut: []string{},
		Events: []reports.ExplainedEvent{}, Windows: []reports.HarmWindow{}, Curve: []reports.CurvePoint{}, Guards: []reports.Guard{}, FaultFree: fateOf(nil)}}
	if !again.Reproduced() {
		a.noSuchRun(&again)
		return a, false, nil
	}
	a.lab = &lab{runner: q.Runner, id: cmp.Or(q.Of, q.Repro.IDs()[0]), jobs: q.Jobs, left: max(q.Runs-2, 0), made: 1, most: q.Runs,
		tell: q.Watch.Begin("re-runs", time.Time{})}
	a.lab.longest = tooLong*o.Steps + tooLittle
	a.base = o.Case
	a.base.Replay, a.base.Branch, a.base.Keep = nil, nil, false
	a.lab.nearest.failed, a.lab.nearest.events = o.Decisions, a.base.Events
	return a, true, nil
}

// drawnAgain sees whether the seed of the run draws its decisions.
func (a *answer) drawnAgain(ctx context.Context) {
	fates, whole := a.lab.try(ctx, true, a.base)
	if !whole {
		a.cut(reports.LeftSeed)
	}
	a.r.BySeed = len(fates) == 1 && fates[0].hash == a.failing.Hash
}

// keepFor keeps some runs for later while something takes from the others.
func (a *answer) keepFor(runs int, do func()) {
	kept := min(runs, a.lab.left/2)
	a.lab.left -= kept
	do()
	a.lab.left += kept
}

// cut notes what there were no runs left for.
func (a *answer) cut(what string) {
	if !slices.Contains(a.r.LeftOut, what) {
		a.r.LeftOut = append(a.r.LeftOut, what)
	}
}

// noSuchRun says that there is nothing to explain, as replay does.
func (a *answer) noSuchRun(again *campaign.Replayed) {
	told := again.Report(a.q.File, a.q.Repro, cmp.Or(a.q.Command, "pawl"))
	a.r.Decide(told.Verdict)
	a.r.Closing, a.r.Next, a.r.DivergedAt = "There is nothing to explain. "+told.Closing, told.Next, told.DivergedAt
}

// settle comes to the verdict, and says the most that was found in a sentence.
func (a *answer) settle(ctx context.Context) {
	r := a.r
	verdict := reports.Explained
	var said []string
	switch needed := a.neededFaults(); {
	case a.alone:
		said = append(said, fmt.Sprintf("%s needs no fault: the engine alone is wrong.", r.Of))
	case len(needed) == 0 && a.r.BySeed && a.passesWithout && !slices.ContainsFunc(r.Events, unsure):
		said = append(said, fmt.Sprintf("%s takes some of its faults: each single one can be left out, and not all.", r.Of))
	case len(needed) > 0:
		said = append(said, fmt.Sprintf("%s takes %s.", r.Of, strings.Join(needed, " and ")))
	}
	if len(r.Guards) > 0 && r.Guards[0].Mends() {
		missing := "What is missing"
		if slices.Contains(r.LeftOut, reports.LeftGuards) {
			missing = "What is missing, of what was tried"
		}
		said = append(said, fmt.Sprintf("%s: %s.", missing, strings.TrimSuffix(r.Guards[0].Text, ".")))
	}
	if r.Settled != nil && r.Settled.Decision > 0 {
		said = append(said, fmt.Sprintf("From decision %s on, at %s, it was settled.", reports.Number(r.Settled.Decision), r.Settled.At))
	}
	if len(said) == 0 && len(r.LeftOut) == 0 {
		said = append(said, "No single event, guard or decision explains it.")
	}
	if len(r.LeftOut) > 0 {
		r.Partial = true
		said = append(said, fmt.Sprintf("This is a part of the explanation: it takes %s to see %s.", a.more(ctx), strings.Join(r.LeftOut, ", and ")))
	}
	if ctx.Err() != nil {
		verdict = reports.Interrupted
		said = append([]string{fmt.Sprintf("Interrupted after %s.", reports.Count(r.Runs, "run"))}, said...)
	}
	r.Decide(verdict)
	r.Closing = strings.Join(said, " ")
}

// more is what it takes to see what was left out.
func (a *answer) more(ctx context.Context) string {
	if ctx.Err() != nil {
		return "the runs that were still to be made"
	}
	return fmt.Sprintf("more runs (--runs %d)", 2*max(a.q.Runs, LeastRuns))
}

// unsure says of an event that it may be needed.
func unsure(e reports.ExplainedEvent) bool { return e.Fault && e.Needed != reports.NotNeeded }

// neededFaults are the faults that are needed, each in quotes.
func (a *answer) neededFaults() (all []string) {
	for _, i := range a.needed {
		if e := a.base.Events[i]; scenarios.Spare(e) {
			all = append(all, fmt.Sprintf("%q", e.String()))
		}
	}
	return all
}

func scenarioOf(o *scenarios.Outcome) string {
	if o.Case.Scenario == nil {
		return "standard"
	}
	return o.Case.Scenario.Name
}
