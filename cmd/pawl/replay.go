package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

func (a *app) replay() *cobra.Command {
	c := &cobra.Command{
		Use:   "replay [flags] FILE",
		Short: "Makes the run of a repro file again, and says whether it is the same",
		Long: paragraphs("Replay makes the run of a repro file again, decision by decision, and judges it.",
			"Exit codes: 1 reproduced, the same run and the same violation; 5 the same run, in "+
				"which what was recorded is no longer violated; 6 not the run that was recorded; "+
				"64 the file cannot be read, or does not fit this build."),
		Example: "  pawl replay pawl-repros/S2-no-drain-0123456789ab.repro",
		Args:    someArgs("one repro file", 1),
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
	repro, err := campaign.LoadRepro(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	e, err := engineNamed(repro.Engine)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	again, err := campaign.Replay(ctx, scenarios.Simulated{}, repro, e)
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
func replayed(path string, repro *campaign.Repro, again *campaign.Replayed) *reports.Replay {
	o := &again.Outcome
	r := &reports.Replay{
		Head: head("replay"), File: path, Engine: repro.Engine, Scenario: scenarioOf(o.Case), Seed: fmt.Sprint(repro.Seed),
		Reproduced: again.Reproduced(), TraceHash: hexOf(o.Hash), ExpectedTraceHash: hexOf(repro.Hash),
		Expected: repro.IDs(), Fired: append([]string{}, o.Fired()...), Violations: []reports.Failure{},
	}
	if d := o.Diverged; d != nil {
		r.DivergedAt = &reports.Divergence{Index: d.Index, Label: d.Label, Expected: d.Expected, Actual: d.Actual}
	}
	for _, told := range describe(again.Failure()) {
		told.Run, told.Repro, told.Command = 0, path, "pawl replay "+quoted(path)
		r.Violations = append(r.Violations, told)
	}
	settle(r)
	return r
}

// settle comes to the verdict of a replay. What is violated in a run that is not
// the recorded one says nothing about that.
func settle(r *reports.Replay) {
	again := fmt.Sprintf("To look for the failure afresh: pawl check --engine %s", r.Engine)
	recorded := strings.Join(r.Expected, ", ")
	switch {
	case r.DivergedAt != nil:
		r.Decide(reports.Nondeterministic)
		r.Closing = "Not reproduced: this build does not make the run that was recorded. Engine, harness or file have changed since. " + again
	case r.TraceHash != r.ExpectedTraceHash:
		r.Decide(reports.Nondeterministic)
		r.Closing = "Not reproduced: the decisions are the same, and the run is not. Engine, harness or file have changed since. " + again
	case r.Reproduced:
		r.Decide(reports.Violation)
		r.Closing = fmt.Sprintf("Reproduced: the same run, bit for bit, and in it was violated: %s.", recorded)
	default:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("The run is the same, bit for bit, and this build does not find all of this violated in it: %s. The checker has changed since.", recorded)
	}
}
