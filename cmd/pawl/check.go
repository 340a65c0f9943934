package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
)

const (
	contract     = "strict"
	scenarioRuns = 3 // of each scenario of the library
)

// gate is the verb check: is this engine fit to be rolled out, and would this
// harness have noticed if it were not?
type gate struct {
	*app
	options
	engineName string
	names      []string // of scenarios, as given
	reproDir   string

	engine    engine.Engine
	library   []*scenarios.Scenario
	scenarios []*scenarios.Scenario // of names
	started   time.Time
}

func (a *app) check() *cobra.Command {
	g := &gate{app: a}
	c := &cobra.Command{
		Use:   "check [flags]",
		Short: "The gate: random runs, every scenario, and planted bugs that must be caught",
		Long: paragraphs(
			fmt.Sprintf("Check makes random runs of an engine and runs every scenario of the library on it, "+
				"%d times each and besides --runs. It judges them all, makes a sample of them twice, "+
				"and plants bugs to see that they are caught.", scenarioRuns),
			"A quarter of --budget is kept for the planted bugs. In fewer than some 500 random "+
				"runs a goal that must be reached, and is rare, may be missed: that is exit code 5."),
		Example: "  pawl check\n  pawl check --seed 42 --runs 10000 --budget 5m\n" +
			"  pawl check --engine no-drain                      # see it fail\n" +
			"  pawl check --scenario owner-dies-twice --runs 50  # only this",
		RunE: func(c *cobra.Command, _ []string) error {
			if err := g.prepare(); err != nil {
				return err
			}
			g.draw(c, &g.options)
			r, err := g.run(c.Context())
			a.result = r
			return err
		},
	}
	g.flags(c, "random runs; with --scenario, runs of each of those instead")
	f := c.Flags()
	f.StringVar(&g.engineName, "engine", reference, "engine to check: the reference, or a wrong one to see it fail")
	f.StringArrayVar(&g.names, "scenario", nil, "run only this scenario, by name in the library or else by path; may be repeated")
	f.StringVar(&g.reproDir, "repro-dir", "pawl-repros", "directory for repro files")
	a.output(f)
	complete(c, "engine", engineNames)
	complete(c, "scenario", scenarioNames)
	return c
}

func (g *gate) prepare() (err error) {
	if err := g.validate(); err != nil {
		return err
	}
	if err := directory(g.reproDir); err != nil {
		return err
	}
	if g.engine, err = engineNamed(g.engineName); err != nil {
		return err
	}
	if g.library, err = library.All(); err != nil {
		return err
	}
	g.scenarios, err = scenariosNamed(g.names)
	return err
}

// named says that the caller has chosen what is to be run.
func (g *gate) named() bool { return len(g.names) > 0 }

func (g *gate) campaign() *campaign.Campaign {
	c := &campaign.Campaign{Deployment: scenarios.Simulated{}, Engine: g.engine, Seed: g.seed, Jobs: g.jobs}
	switch {
	case g.named():
		c.Scenarios, c.Each = g.scenarios, g.runs
	case g.runs > 0:
		c.Scenarios, c.Each, c.Runs = g.library, scenarioRuns, g.runs
	}
	c.Budget = g.budget - g.budget/4 // the rest is for planted bugs
	return c
}

func (g *gate) run(ctx context.Context) (reports.Result, error) {
	g.started = time.Now()
	r := &reports.Check{Head: head("check"), Engine: g.engine.Name, Contract: contract, Seed: fmt.Sprint(g.seed),
		Again: g.again, Assumptions: assumptions}
	c := g.campaign()
	p := g.progress("runs")
	c.Progress = p.at
	found, err := c.Run(ctx)
	p.end()
	if err != nil {
		return nil, err
	}
	fill(r, found)
	r.RunsMeant = c.Total()
	if err := missedRuns(ctx, r, c, found); err != nil {
		return nil, err
	}
	if r.Violations, err = g.tell(ctx, found.Failures); err != nil {
		r.Error = &reports.Error{Message: err.Error()}
	}
	if r.Planted, err = g.plant(ctx, found.Runs); err != nil {
		return nil, err
	}
	r.WallSeconds = time.Since(g.started).Seconds()
	r.Interrupted = ctx.Err() != nil
	r.Decide(verdicts(r)...)
	r.Closing = closing(r)
	return r, nil
}

// tell makes reports of failures, by invariant, and repro files. Two of the same
// name are of the same content.
func (g *gate) tell(ctx context.Context, failures []campaign.Failure) ([]reports.Failure, error) {
	all := []reports.Failure{}
	p := g.progress("failures reduced")
	defer p.end()
	var problem error
	for i, f := range failures {
		told, err := tell(context.WithoutCancel(ctx), f, g.reproDir)
		if err != nil {
			problem = err
		}
		all = append(all, told...)
		p.at(i+1, len(failures))
	}
	ids := broken(all)
	slices.SortStableFunc(all, func(x, y reports.Failure) int {
		return slices.Index(ids, x.Invariant) - slices.Index(ids, y.Invariant)
	})
	return all, problem
}

// plant sees whether wrong engines are caught: all of them, or, if the caller
// has named scenarios, those that fail in one of these.
func (g *gate) plant(ctx context.Context, ran int) ([]reports.Planted, error) {
	if ran == 0 {
		return []reports.Planted{}, nil
	}
	h := hunter{seed: g.seed, jobs: g.jobs, runs: plantedRuns, enough: true}
	if g.budget > 0 {
		h.deadline = g.started.Add(g.budget)
	}
	if h.within = g.library; g.named() {
		h.within, h.runs = g.scenarios, 0
	}
	p := g.progress("planted bugs")
	defer p.end()
	return h.each(ctx, slices.DeleteFunc(slices.Clone(wrong.All), func(w wrong.Engine) bool {
		return g.named() && len(h.naming(w.Name)) == 0
	}), p)
}
