package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/scenarios/campaign"
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
		RunE:    answering(a, &z.options, z.prepare, z.run),
	}
	z.flags(c, "random runs at most for each engine")
	z.byStrategy(c)
	f := c.Flags()
	f.StringArrayVar(&z.names, "engine", nil, "hunt only this engine; may be repeated")
	a.output(f)
	a.rendered(f)
	complete(c, "engine", a.engines.wrongNames)
	return c
}

// prepare makes of flags what is to be asked.
func (z *zoo) prepare(f *pflag.FlagSet) (*campaign.Power, error) {
	if err := z.validate(f); err != nil {
		return nil, err
	}
	hunted, err := z.engines.mustFail(z.names)
	if err != nil {
		return nil, err
	}
	all, err := z.library()
	return &campaign.Power{Engines: hunted, Library: all, Watch: z.progress}, err
}

func (z *zoo) run(ctx context.Context, question *campaign.Power) (reports.Result, error) {
	question.Seed, question.Runs, question.Jobs, question.Budget, question.Again = z.seed, z.runs, z.jobs, z.budget, z.again
	question.Strategy = z.strategy.Strategy
	r, err := question.Run(ctx)
	if err != nil {
		return nil, err
	}
	r.Head = z.made(r.Head, "mutants", mustFail)
	return r, nil
}
