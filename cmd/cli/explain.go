package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/explain"
	"pawl/sim/cluster"
)

// inquest is the verb explain: why did this run fail?
type inquest struct {
	*app
	oneRun
	of string // which invariant; "": it is chosen
}

func (a *app) explain() *cobra.Command {
	v := &inquest{app: a, oneRun: oneRun{runs: explain.DefaultRuns, fewest: explain.LeastRuns}}
	c := &cobra.Command{
		Use:   "explain [flags] FILE",
		Short: "Says by other runs why the run of a repro file fails",
		Long: paragraphs("Explain makes the run of a repro file again, and then others that differ in one thing each: "+
			"without each of its events; with events moved, and shorter and longer; with the run's own decisions up to some number "+
			"and others from there on; and with single guards put into the engine. It says which events the failure needs and "+
			"how far they can be moved, from which decision on it was settled, what the nearest run that passed did "+
			"differently, and which guard is missing. All that it says was seen in a run.",
			"It makes at most --runs runs, and says what there were too few for.",
			"Exit codes: 0 explained, if only in part; 5 the same run, in which what was recorded is no longer violated; 6 not the "+
				"run that was recorded; 64 the file cannot be read, or does not fit this build; 130 interrupted."),
		Example: "  pawl explain pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl explain --runs 3000 pawl-repros/S2-no-drain-0123456789ab.repro",
		Args: someArgs("one repro file", 1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.validate(); err != nil {
				return err
			}
			r, err := v.run(c.Context(), args[0])
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&v.of, "invariant", "", "which of several that the run violated (default: the first that its faults brought about)")
	v.flags(f, "runs that may be made", "")
	a.output(f)
	return c
}

func (v *inquest) run(ctx context.Context, path string) (*reports.Why, error) {
	repro, e, err := v.violating(path, "explain")
	if err != nil {
		return nil, err
	}
	if v.of != "" && !slices.Contains(repro.IDs(), v.of) {
		return nil, usagef("--invariant %q: %s has violated %s", v.of, path, strings.Join(repro.IDs(), ", "))
	}
	q := explain.Puzzle{Runner: scenarios.On(cluster.Simulated{}), Repro: repro, Engine: e, Of: v.of, Runs: v.runs, Jobs: v.jobs,
		Watch: v.progress, File: path, Command: v.name}
	v.stage.found()
	r, err := q.Answer(ctx)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	r.Head = v.made(r.Head, "explain", repro.Engine)
	return r, nil
}
