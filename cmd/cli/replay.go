package cli

import (
	"context"
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
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
			r, err := a.makeAgain(c.Context(), args[0])
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	a.output(c.Flags())
	return c
}

func (a *app) makeAgain(ctx context.Context, path string) (*reports.Replay, error) {
	repro, err := campaign.LoadRepro(path, a.engines.own...)
	if err != nil {
		return nil, unreadable(path, err)
	}
	e, err := a.engines.named(repro.Engine)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	again, err := campaign.Replay(ctx, scenarios.On(cluster.Simulated{}), repro, e)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	r := again.Report(path, repro, a.name)
	r.Head = titled(r.Head, "replay")
	return r, nil
}

func unreadable(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return usagef("%s cannot be read: %v; want a repro file, as check writes them into --repro-dir", path, p.Err)
	}
	return usagef("%v", err)
}
