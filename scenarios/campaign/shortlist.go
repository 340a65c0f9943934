package campaign

import (
	"slices"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim"
)

// A Failure is one run in which something was violated.
type Failure struct {
	Run      int
	Violated []Broken
	Outcome  *scenarios.Outcome

	harm bool // what is not the engine's fault counts as well
}

// Broken is one thing that was violated in a run.
type Broken struct {
	Invariant string // or the kind of a finding about the program: "panic", "stall"…
	Sentence  string
	Violation checker.Violation // the first of it
}

// ids are what was violated.
func (f *Failure) ids() []string {
	return scenarios.Names(f.Violated, func(v Broken) string { return v.Invariant })
}

// KeptFailures is how many of one invariant are kept: one says what is wrong,
// a second and third show whether it is always the same.
const KeptFailures = 3

func (f *Findings) addFailures(i int, o *scenarios.Outcome) {
	for _, id := range o.Fired() {
		if k := slices.IndexFunc(f.Invariants, func(c InvariantCount) bool { return c.ID == id }); k >= 0 {
			f.Invariants[k].Violated++
		}
	}
	f.list.Add(i, o)
}

// A Shortlist keeps of each invariant the first few runs that violate it.
type Shortlist struct {
	Failures []Failure

	kept map[string]int // by invariant; looked up only
}

// Add looks at a run; they come in order.
func (s *Shortlist) Add(i int, o *scenarios.Outcome) {
	if s.kept == nil {
		s.kept = map[string]int{}
	}
	fired, telling := o.Fired(), false
	for _, id := range fired {
		s.kept[id]++
		telling = telling || s.kept[id] <= KeptFailures
	}
	if telling {
		s.Failures = append(s.Failures, failure(i, fired, o))
	}
}

// failure puts into words what fired in a run.
func failure(i int, fired []string, o *scenarios.Outcome) Failure {
	f := Failure{Run: i, Outcome: o}
	for _, id := range fired {
		v := Broken{Invariant: id}
		v.Violation, v.Sentence = first(id, o)
		f.Violated = append(f.Violated, v)
	}
	return f
}

// first is the earliest violation of what fired, and what it breaks.
func first(id string, o *scenarios.Outcome) (checker.Violation, string) {
	for _, v := range o.Report.Violations() {
		if v.Invariant == id {
			return v, v.Sentence
		}
	}
	for i := range o.Findings {
		if x := &o.Findings[i]; x.Kind == id {
			sentence := programs[id]
			return checker.Violation{Invariant: id, Sentence: sentence, At: x.At, Detail: scenarios.Told(x)}, sentence
		}
	}
	if promises[id] != "" {
		return brokenPromise(id, o), promises[id]
	}
	return checker.Violation{Invariant: id}, ""
}

// programs says what a program must not do to itself.
var programs = map[string]string{
	sim.KindPanic:    "No process of the engine panics.",
	sim.KindExit:     "No process of the engine ends itself.",
	sim.KindStall:    "Every process of the engine comes back to a port call: it neither computes for ever nor waits for a lock, a channel or a clock of its own.",
	sim.KindLivelock: "Time passes: no process goes on without waiting, and no two wake each other for ever.",
	sim.KindRunaway:  "What the engine asks for is bounded, and so a run of it ends.",
}
