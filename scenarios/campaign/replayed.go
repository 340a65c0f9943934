package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pawl/engine"
	"pawl/reports"
	"pawl/reports/whole"
	"pawl/scenarios"
)

// A Replayed is a repro made again.
type Replayed struct {
	Outcome    scenarios.Outcome
	SameTrace  bool // bit for bit
	StillFails bool // all that was violated still is

	harm bool // what is not the engine's fault counts as well
}

// Reproduced says that it was the same run and the same failure.
func (again *Replayed) Reproduced() bool { return again.SameTrace && again.StillFails }

// Replay makes a repro's run again.
func Replay(ctx context.Context, d scenarios.Runner, r *Repro, e engine.Engine) (Replayed, error) {
	c, err := r.Case(e)
	if err != nil {
		return Replayed{}, err
	}
	c.Keep = true
	o, err := d.Run(ctx, c)
	if err != nil {
		return Replayed{}, err
	}
	same := o.Diverged == nil && o.Hash == r.Hash
	again := Replayed{Outcome: o, SameTrace: same, harm: r.OfHarm()}
	again.StillFails = allOf(r.IDs(), again.fired())
	return again, nil
}

// fired is what was violated in it, by what counts for the repro.
func (again *Replayed) fired() []string {
	f := Failure{harm: again.harm}
	return f.seen(&again.Outcome)
}

// Failure is what a replay shows to be violated.
func (again *Replayed) Failure() Failure {
	return failure(0, again.fired(), &again.Outcome)
}

// WriteHistory makes a file of the history of the run, with all of it or not at all. A
// file that is there is never overwritten. A run that left its decisions was given up,
// and a part of a history is none.
func (again *Replayed) WriteHistory(path string) error {
	switch {
	case again.Outcome.Diverged != nil:
		return errors.New("the run left the decisions that were recorded, and was given up: of what comes after there is no history")
	case again.Outcome.History == nil:
		return errors.New("the run left no history")
	}
	return whole.Create(path, again.Outcome.History.Write)
}

// Report comes to the verdict of a replay of a file, for the command line of a
// name.
func (again *Replayed) Report(path string, repro *Repro, command string) *reports.Replay {
	o := &again.Outcome
	r := &reports.Replay{
		File: path, Engine: repro.Engine, Scenario: scenarioOf(o.Case), Seed: fmt.Sprint(repro.Seed),
		Reproduced: again.Reproduced(), TraceHash: hexOf(o.Hash), ExpectedTraceHash: hexOf(repro.Hash),
		Expected: repro.IDs(), Fired: append([]string{}, again.fired()...), Violations: []reports.Failure{}, Written: []reports.WrittenFile{},
	}
	if d := o.Diverged; d != nil {
		r.DivergedAt = &reports.Divergence{Index: d.Index, Label: d.Label, Expected: d.Expected, Actual: d.Actual}
	}
	for _, told := range describe(again.Failure()) {
		told.Run, told.Repro, told.Command = 0, path, command+" replay "+Quoted(path)
		r.Violations = append(r.Violations, told)
	}
	settle(r, command)
	if again.harm && r.Reproduced {
		r.Closing += " That is beyond what policy covers, or no violation of the contract: it says how far the assumption reaches."
	}
	return r
}

// settle comes to the verdict of a replay. What is violated in a run that is not
// the recorded one says nothing about that.
func settle(r *reports.Replay, command string) {
	again := fmt.Sprintf("%s check --engine %s", command, Quoted(r.Engine))
	recorded := strings.Join(r.Expected, ", ")
	switch {
	case r.DivergedAt != nil:
		r.Decide(reports.Nondeterministic)
		r.Closing = "Not reproduced: this build does not make the run that was recorded. Engine, harness or file have changed since. To look for the failure afresh: " + again
		r.Next = again
	case r.TraceHash != r.ExpectedTraceHash:
		r.Decide(reports.Nondeterministic)
		r.Closing = "Not reproduced: the decisions are the same, and the run is not. Engine, harness or file have changed since. To look for the failure afresh: " + again
		r.Next = again
	case r.Reproduced:
		r.Decide(reports.Violation)
		r.Closing = fmt.Sprintf("Reproduced: the same run, bit for bit, and in it was violated: %s.", recorded)
		if besides := except(r.Fired, r.Expected); len(besides) > 0 {
			r.Closing += fmt.Sprintf(" Besides, which the file is not about: %s.", strings.Join(besides, ", "))
		}
	default:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("The run is the same, bit for bit, and this build does not find all of this violated in it: %s. Not found is %s. The checker has changed since, or somebody has edited the file.",
			recorded, strings.Join(except(r.Expected, r.Fired), ", "))
	}
}

// except are those of some that are not among others.
func except(some, others []string) []string {
	return slices.DeleteFunc(slices.Clone(some), func(id string) bool { return slices.Contains(others, id) })
}
