package scenarios

import (
	"context"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// A Case is one run to be made: what, of which engine, from which seed. It is
// data; the same Case gives the same Outcome.
type Case struct {
	Scenario *Scenario // nil: the standard run
	Engine   engine.Engine
	Seed     uint64
	// Faults replaces what the scenario or, in the standard run, the random plan
	// says; nil leaves that as it is, and an empty list means none.
	Faults []faults.Fault
	Replay []sim.Decision // nil: draw from the seed
	Keep   bool           // keep the trace, for a story
	NoLog  bool           // do not keep the decisions, of which only a repro has use
}

// An Outcome is one run, judged.
type Outcome struct {
	Case       Case
	Faults     []faults.Fault // that were planned
	Injections []faults.Injection
	History    *checker.History // as it was observed
	Report     checker.Report
	Missed     []string // of the scenario's own expectations, each in a sentence
	Findings   []sim.Finding
	Hash       [32]byte
	Events     int
	Decisions  []sim.Decision
	Diverged   *sim.Divergence
	Trace      []sim.Event
	Simulated  time.Duration
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
	case o.Report.Violated() || len(o.Findings) > 0:
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

// Fired lists what was violated: invariants by their id, findings by their kind.
func (o *Outcome) Fired() []string {
	ids := o.Report.Fired()
	for _, f := range o.Findings {
		if !slices.Contains(ids, f.Kind) {
			ids = append(ids, f.Kind)
		}
	}
	return ids
}

// Bit says whether any fault changed anything.
func (o *Outcome) Bit() bool {
	for _, in := range o.Injections {
		if in.Bit > 0 {
			return true
		}
	}
	return false
}

// A Deployment makes runs: simulated, or of real processes.
type Deployment interface {
	Run(context.Context, Case) (Outcome, error)
}
