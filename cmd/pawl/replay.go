package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
)

func (a *app) replay() *cobra.Command {
	c := &cobra.Command{
		Use:   "replay [flags] FILE",
		Short: "Makes the run of a repro file again, and says whether it is the same",
		Args:  someArgs("one repro file", 1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := replay(c.Context(), args[0])
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	a.output(c.Flags())
	return c
}

func replay(ctx context.Context, path string) (*reports.Replay, error) {
	repro, err := scenarios.LoadRepro(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	e, err := engineNamed(repro.Engine)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	again, err := scenarios.Replay(ctx, scenarios.Simulated{}, repro, e)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	return replayed(path, repro, &again), nil
}

func unreadable(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return usagef("%s cannot be read: %v; want a repro file, as pawl check writes them into --repro-dir", path, p.Err)
	}
	return usagef("%v", err)
}

// replayed puts a replay into the words of reports.
func replayed(path string, repro *scenarios.Repro, again *scenarios.Replayed) *reports.Replay {
	o := &again.Outcome
	r := &reports.Replay{
		Head: head("replay"), File: path, Engine: repro.Engine, Scenario: scenarioOf(o.Case), Seed: fmt.Sprint(repro.Seed),
		Reproduced: again.Reproduced(), TraceHash: hexOf(o.Hash), ExpectedTraceHash: hexOf(repro.Hash),
		Expected: []string{repro.Invariant}, Fired: append([]string{}, o.Fired()...), Violations: []reports.Failure{},
	}
	if d := o.Diverged; d != nil {
		r.DivergedAt = &reports.Divergence{Index: d.Index, Label: d.Label, Expected: d.Expected, Actual: d.Actual}
	}
	for _, id := range o.Fired() {
		if f, ok := again.FailureOf(id); ok {
			told := describe(f)
			told.Run, told.Repro, told.Command = 0, path, "pawl replay "+quoted(path)
			r.Violations = append(r.Violations, told)
		}
	}
	settle(r)
	return r
}

// settle comes to the verdict of a replay.
func settle(r *reports.Replay) {
	var all []reports.Verdict
	if len(r.Fired) > 0 {
		all = append(all, reports.Violation)
	}
	if r.DivergedAt != nil || r.TraceHash != r.ExpectedTraceHash {
		all = append(all, reports.Nondeterministic)
	}
	if !r.Reproduced {
		all = append(all, reports.CriterionMissed)
	}
	r.Decide(all...)
	again := fmt.Sprintf("To look for the failure afresh: pawl check --engine %s", r.Engine)
	switch {
	case r.Reproduced:
		r.Closing = fmt.Sprintf("Reproduced: the same run, bit for bit, and %s is violated in it.", r.Expected[0])
	case r.DivergedAt != nil:
		r.Closing = "Not reproduced: this build does not make the run that was recorded. Engine, harness or file have changed since. " + again
	case r.TraceHash != r.ExpectedTraceHash:
		r.Closing = "Not reproduced: the decisions are the same, and the run is not. Engine, harness or file have changed since. " + again
	default:
		r.Closing = fmt.Sprintf("The run is the same, bit for bit, and this build does not find %s violated in it: the checker has changed since.", r.Expected[0])
	}
}
