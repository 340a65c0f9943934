package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/envelope"
)

// edge is the verb envelope: how far can each assumption be pushed before this engine breaks?
type edge struct {
	*app
	options
	engineName string
	only       []string // assumptions, as given; none: all
	reproDir   string
}

// envelopeRuns is how many runs are made of each value unless somebody says otherwise.
const envelopeRuns = 24

func (a *app) envelope() *cobra.Command {
	e := &edge{app: a}
	c := &cobra.Command{
		Use:   "envelope [flags]",
		Short: "Pushes each assumption until it breaks, and says where that is",
		Long: paragraphs(
			"Envelope makes runs of two rotations each with one assumption at one value after another: how far clocks are off, how "+
				"late answers leave, how old caches and texts get, how slow the ways are, how many replies are lost and how "+
				"many nodes are away. It finds by bisection the largest value at which nothing goes wrong in any of --runs "+
				"runs, and the smallest at which something does: an invariant is violated, also where policy promises nothing, or "+
				"a rotation is not committed by the end of the run.",
			"It says beside each what policy assumes, and how far what was measured is from that, and leaves a repro file of what "+
				"went wrong first. Values beyond the smallest that breaks are tried as well: where one of them does no harm, it says so.",
			"Exit codes: 1 something is violated within what policy says, 3 not all could be measured, 4 nothing ran, "+
				"5 a rotation is lost within what policy says, 130 interrupted."),
		Example: "  pawl envelope\n  pawl envelope --seed 7 --runs 50 --budget 5m\n  pawl envelope --engine no-publish-lead --only cache-age",
		RunE:    answering(a, &e.options, e.prepare, e.run),
	}
	e.flags(c, "runs of each value")
	f := c.Flags()
	e.runs, e.least = envelopeRuns, 1
	f.Lookup("runs").DefValue = f.Lookup("runs").Value.String()
	f.StringVar(&e.engineName, "engine", a.engines.usual(), "engine to push; one that must fail, to see that it breaks sooner")
	f.StringArrayVar(&e.only, "only", nil, "push only this assumption; may be repeated")
	f.StringVar(&e.reproDir, "repro-dir", "pawl-repros", "directory for repro files")
	a.output(f)
	complete(c, "engine", a.engines.names)
	complete(c, "only", assumptionNames)
	return c
}

// assumptionNames are those that can be pushed.
func assumptionNames() []string {
	return scenarios.Names(envelope.Assumptions(), func(a envelope.Assumption) string { return a.Name })
}

// prepare makes of flags what is to be asked.
func (e *edge) prepare(f *pflag.FlagSet) (*envelope.Question, error) {
	if err := e.validate(f); err != nil {
		return nil, err
	}
	if err := e.keeps(f, e.reproDir); err != nil {
		return nil, err
	}
	engine, err := e.engines.named(e.engineName)
	if err != nil {
		return nil, err
	}
	q := &envelope.Question{Engine: engine, Home: e.engines.homeOf(engine), ReproDir: e.reproDir, Command: e.name, Watch: e.progress}
	all := envelope.Assumptions()
	for _, name := range e.only {
		i := slices.IndexFunc(all, func(a envelope.Assumption) bool { return a.Name == name })
		if i < 0 {
			return nil, usagef("--only: no assumption is called %q; %s", name, scenarios.Suggest(name, assumptionNames()))
		}
		if !slices.ContainsFunc(q.Pushed, func(a envelope.Assumption) bool { return a.Name == name }) {
			q.Pushed = append(q.Pushed, all[i])
		}
	}
	return q, nil
}

func (e *edge) run(ctx context.Context, question *envelope.Question) (reports.Result, error) {
	question.Seed, question.Runs, question.Jobs, question.Budget, question.Again = e.seed, e.runs, e.jobs, e.budget, e.again
	r, err := question.Run(ctx)
	if err != nil {
		return nil, err
	}
	r.Head = e.made(r.Head, "envelope", question.Engine.Name)
	return r, nil
}
