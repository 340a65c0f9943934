package scenarios

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/checker/model"
	"pawl/faults"
	"pawl/sim/deploy"
)

// An Outcome is one run, judged.
type Outcome struct {
	Case   Case
	Setup  deploy.Setup
	Report checker.Report
	Past   *checker.Past
	Missed []string // of the scenario's own expectations, each in a sentence

	Protocol model.Visited // the run, held against the protocol's model
	Nearest  []Nearness    // how near came what may run out, if the case asks for it
	deploy.Result

	lent   *sheet // that History and Past are in; nil: memory of their own
	lender *stack
}

// searchTime bounds the search for a linearization where the certificate fails.
const searchTime = time.Second

// Judge judges one run, of whatever deployment. A replay that has left its log is
// another run than the one that was meant, and is not judged.
func Judge(s deploy.Setup, r deploy.Result) Outcome { return judge(s, r, &checker.Desk{}, model.New()) }

func judge(s deploy.Setup, r deploy.Result, desk *checker.Desk, m *model.Chart) Outcome {
	o := Outcome{Setup: s, Result: r}
	if r.History != nil {
		o.Past = desk.Derive(r.History)
	}
	if r.Diverged == nil {
		o.Report = checker.Check(o.Past, checker.Options{Porcupine: searchTime, Claimed: s.Engine.View.Claims, Watch: m.Watch(&o.Protocol)})
	}
	return o
}

// Verdict is what became of a run.
type Verdict string

const (
	Passed       Verdict = "passed"
	Violated     Verdict = "violated"
	Inconclusive Verdict = "inconclusive"
	Unjudged     Verdict = "unjudged" // no invariant found anything to judge: that none was violated says nothing
	Invalid      Verdict = "invalid"  // the history cannot be judged: a fault of the harness
	Missed       Verdict = "missed"   // nothing was violated, and an expectation was not met
)

// Verdict sums an outcome up. What a process did to itself, a panic or an
// endless loop, is a violation like any other.
func (o *Outcome) Verdict() Verdict {
	switch {
	case o.Report.Violated() && !o.Beyond() || len(o.Findings) > 0:
		return Violated
	case len(o.Report.Invalid) > 0:
		return Invalid
	case o.Report.Inconclusive():
		return Inconclusive
	case !slices.ContainsFunc(o.Report.Verdicts, func(v checker.Verdict) bool { return v.Judged }):
		return Unjudged
	case len(o.Missed) > 0:
		return Missed
	}
	return Passed
}

// Beyond says whether an assumption was broken in a run, and nothing was violated before it
// was: from then on nothing was promised.
func (o *Outcome) Beyond() bool {
	_, broken := o.brokenSince()
	return broken && len(o.Fired()) == 0
}

// brokenSince is when the first assumption was broken; never, if none was.
func (o *Outcome) brokenSince() (since time.Duration, broken bool) {
	if o.Setup.Breaks() != "" {
		return 0, true
	}
	for _, in := range o.Injections {
		if in.Bit > 0 && o.Setup.BrokenBy(in.Event) != "" && (!broken || in.From < since) {
			since, broken = in.From, true
		}
	}
	return since, broken
}

// Broken are the assumptions that a run broke, each once.
func (o *Outcome) Broken() (all []string) {
	if why := o.Setup.Breaks(); why != "" {
		all = append(all, why)
	}
	for _, in := range o.Injections {
		if why := o.Setup.BrokenBy(in.Event); why != "" && in.Bit > 0 && !slices.Contains(all, why) {
			all = append(all, why)
		}
	}
	return all
}

// Fired lists what was violated and is the engine's: invariants by their id, findings by
// their kind.
func (o *Outcome) Fired() []string {
	ids := o.Report.Fired()
	if since, broken := o.brokenSince(); broken {
		before := func(id string) bool {
			return slices.ContainsFunc(o.Report.Violations(), func(v checker.Violation) bool { return v.Invariant == id && v.At < since })
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return !before(id) })
	}
	for _, f := range o.Findings {
		if !slices.Contains(ids, f.Kind) {
			ids = append(ids, f.Kind)
		}
	}
	return ids
}

// Shows is the earliest violation of an invariant by a clause that is the engine's. Of a finding
// about the program, by its kind, there is no clause.
func (o *Outcome) Shows(id, clause string) (v checker.Violation, ok bool) {
	since, broken := o.brokenSince()
	for _, v := range o.Report.Violations() {
		if v.Invariant == id && v.Clause == clause && (!broken || v.At < since) {
			return v, true
		}
	}
	for i := range o.Findings {
		if f := &o.Findings[i]; f.Kind == id && clause == "" {
			return checker.Violation{Invariant: id, At: f.At, Detail: Told(f)}, true
		}
	}
	return checker.Violation{}, false
}

// Bit says whether any fault changed anything.
func (o *Outcome) Bit() bool {
	return slices.ContainsFunc(o.Injections, func(in faults.Injection) bool { return in.Event.IsFault() && in.Bit > 0 })
}

// Spare says whether a run could do without an event: what goes wrong, and what is
// asked for at a moment. Triggers at a time are what the run is about.
func Spare(e faults.Event) bool { return e.Kind != faults.TriggerKind || e.On != "" }

// Spares are the events that a run could do without.
func (o *Outcome) Spares() []faults.Event {
	var some []faults.Event
	for _, e := range o.Setup.Events {
		if Spare(e) {
			some = append(some, e)
		}
	}
	return some
}
