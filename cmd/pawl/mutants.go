package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/library"
)

// zoo is the verb mutants: how good is the harness at catching engines that
// must fail?
type zoo struct {
	*app
	options
	names []string // of engines; none: all
}

func (a *app) mutants() *cobra.Command {
	z := &zoo{app: a}
	c := &cobra.Command{
		Use:   "mutants [flags]",
		Short: "Hunts the engines that must fail, and says what caught each and how soon",
		Long: paragraphs("Mutants hunts each engine that must fail: in the scenarios that name it, and in at " +
			"most --runs random runs, until what must catch it does. One that is not caught is a " +
			"hole in the harness."),
		Example: "  pawl mutants\n  pawl mutants --engine no-drain --engine cron --runs 5000",
		RunE: func(c *cobra.Command, _ []string) error {
			engines, err := z.engines()
			if err != nil {
				return err
			}
			a.draw(c, &z.options)
			r, err := z.run(c.Context(), engines)
			a.result = r
			return err
		},
	}
	z.flags(c, "random runs at most for each engine")
	f := c.Flags()
	f.StringArrayVar(&z.names, "engine", nil, "hunt only this engine; may be repeated")
	a.output(f)
	complete(c, "engine", func() []string { return engineNames()[1:] })
	return c
}

func (z *zoo) engines() ([]wrong.Engine, error) {
	if err := z.validate(); err != nil {
		return nil, err
	}
	if len(z.names) == 0 {
		return wrong.All, nil
	}
	var some []wrong.Engine
	for _, name := range z.names {
		e, ok := wrong.Find(name)
		if !ok {
			return nil, usagef("no engine that must fail is called %q; %s", name, scenarios.Suggest(name, engineNames()[1:]))
		}
		some = append(some, e)
	}
	return some, nil
}

func (z *zoo) run(ctx context.Context, engines []wrong.Engine) (reports.Result, error) {
	started := time.Now()
	r := &reports.Mutants{Head: head("mutants"), Seed: fmt.Sprint(z.seed), MaxRuns: z.runs, Again: z.again}
	all, err := library.All()
	if err != nil {
		return nil, err
	}
	h := hunter{seed: z.seed, jobs: z.jobs, runs: z.runs, within: all}
	if z.budget > 0 {
		h.deadline = started.Add(z.budget)
	}
	p := z.progress("engines that must fail")
	defer p.end()
	if r.Mutants, err = h.each(ctx, engines, p); err != nil {
		return nil, err
	}
	r.Runs, r.WallSeconds = h.made, time.Since(started).Seconds()
	r.Interrupted = ctx.Err() != nil
	conclude(r, len(engines))
	return r, nil
}

// conclude comes to the verdict on so many engines.
func conclude(r *reports.Mutants, engines int) {
	missed := uncaught(r.Mutants)
	switch {
	case r.Interrupted:
		r.Decide(reports.Interrupted)
		r.Closing = fmt.Sprintf("Interrupted after %d of %s. To hunt them all: %s",
			len(r.Mutants), reports.Count(engines, "engine"), r.Again)
	case r.Runs == 0:
		r.Decide(reports.NothingRan)
		r.Closing = "No run was made: give --runs more than 0, or a longer --budget."
	case len(missed) > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = "Not every engine was caught: " + advised(missed)
	default:
		r.Decide(reports.Pass)
		r.Closing = "Every engine that must fail was caught by what must catch it. There is nothing to do."
	}
}
