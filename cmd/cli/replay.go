package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// repetition is the verb replay: is this the failure that was recorded?
type repetition struct {
	*app
	history string // path to write the run's history to; "": none was asked for
}

func (a *app) replay() *cobra.Command {
	v := &repetition{app: a}
	c := &cobra.Command{
		Use:   "replay [flags] FILE",
		Short: "Makes the run of a repro file again, and says whether it is the same",
		Long: paragraphs("Replay makes the run of a repro file again, decision by decision, and judges it.",
			"Exit codes: 1 reproduced, the same run and the same violation; 5 the same run, in "+
				"which what was recorded is no longer violated; 6 not the run that was recorded; "+
				"64 the file cannot be read, or does not fit this build.",
			"With --history it writes what an observer could know of the run into a new file, "+
				"which judge reads. Of a run that leaves its decisions nothing is written."),
		Example: "  pawl replay pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl replay --history run.json pawl-repros/S2-no-drain-0123456789ab.repro",
		Args: someArgs("one repro file", 1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.validate(c.Flags()); err != nil {
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
	f.StringVar(&v.history, "history", "", "write the run's history to this file, which must not be there yet")
	a.output(f)
	return c
}

// validate refuses a file for the history that could not be made.
func (v *repetition) validate(f *pflag.FlagSet) error {
	if !f.Changed("history") {
		return nil
	}
	switch v.history {
	case "":
		return usagef("--history is empty: want a file to be made")
	case "-":
		return usagef("--history -: the result is on standard output; want a file to be made")
	}
	if _, err := os.Lstat(v.history); err == nil {
		return v.taken()
	}
	dir := filepath.Dir(v.history)
	_, err := os.Stat(dir)
	if err == nil {
		err = writable(dir)
	}
	if err != nil {
		return usagef("--history %s: no file could be written into %s: %v; want a directory that is there", v.history, dir, reason(err))
	}
	return nil
}

func (v *repetition) taken() error {
	return usagef("--history %s: it is there already, and nothing is overwritten; give another name, or remove it", v.history)
}

func (v *repetition) run(ctx context.Context, path string) (*reports.Replay, error) {
	repro, e, err := v.repro(path)
	if err != nil {
		return nil, err
	}
	again, err := campaign.Replay(ctx, scenarios.On(cluster.Simulated{}), repro, e)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	r := again.Report(path, repro, v.name)
	r.Head = v.made(r.Head, "replay", repro.Engine)
	return r, v.keep(&again, r)
}

// repro reads a repro file, and finds the engine that it is of.
func (a *app) repro(path string) (*campaign.Repro, engine.Engine, error) {
	repro, err := campaign.LoadRepro(path, a.engines.own...)
	if err != nil {
		if _, is := history(path, nil); path != "-" && is == nil {
			return nil, engine.Engine{}, usagef("%s is a history, which judge judges; want %s", path, wantRepro)
		}
		return nil, engine.Engine{}, unreadable(path, err, wantRepro)
	}
	e, err := a.engines.named(repro.Engine)
	if err != nil {
		return nil, e, usagef("%s: %v", path, err)
	}
	return repro, e, nil
}

// keep writes the run's history, if it was asked for and there is one.
func (v *repetition) keep(again *campaign.Replayed, r *reports.Replay) error {
	if v.history == "" || r.DivergedAt != nil {
		return nil
	}
	switch err := again.WriteHistory(v.history); {
	case errors.Is(err, fs.ErrExist):
		return v.taken()
	case err != nil:
		return fmt.Errorf("the history could not be written to %s: %w", v.history, reason(err))
	}
	r.History = v.history
	return nil
}

// wantRepro is what replay and explain want.
const wantRepro = "a repro file, as check writes them into --repro-dir"

// unreadable says of a file that was handed in why it cannot be read, and what is wanted.
func unreadable(path string, err error, want string) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return usagef("%s cannot be read: %v; want %s", path, p.Err, want)
	}
	return usagef("%v", err)
}
