package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/reports/whole"
	"pawl/scenarios/campaign"
	"pawl/scenarios/shrink"
)

// reduction is the verb shrink: how little does this failure take?
type reduction struct {
	*app
	oneRun
	out string // path to write the repro to; "": beside the one that was given
}

func (a *app) shrink() *cobra.Command {
	v := &reduction{app: a, oneRun: oneRun{runs: shrink.DefaultRuns, fewest: fewestToShrink}}
	c := &cobra.Command{
		Use:   "shrink [flags] FILE",
		Short: "Makes the run of a repro file smaller, and says what it tried",
		Long: paragraphs("Shrink makes the run of a repro file again and, if it is the one that was recorded, looks for a smaller "+
			"one in which the same invariant is violated by the same clause: with fewer and simpler events, fewer keys, machines, clients "+
			"and seconds, less that policy asks for, and fewer places that draw. It ends when each single part that is left was left "+
			"out by itself and is needed, or after --runs. What it tried is printed, and stands in the comment of the repro that it writes.",
			"Check does so already with what it finds; this goes on where that came to the end of its runs.",
			"Exit codes: 1 it is still violated, in the run that is left; 5 the same run, in which what was recorded is no longer "+
				"violated; 6 not the run that was recorded; 64 the file cannot be read, or does not fit this build."),
		Example: "  pawl shrink pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl shrink --runs 5000 --out small.repro S2-no-drain-0123456789ab.repro",
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
	v.flags(f, "runs that are made at most; one that is very long counts as several", "; what comes of it is the same")
	f.StringVar(&v.out, "out", "", "write the smaller repro to this file, which must not be there yet (default: beside FILE, under its own name)")
	a.output(f)
	return c
}

// fewestToShrink is the run as it is, the one that is left, and one to try.
const fewestToShrink = 3

func (v *reduction) validate(f *pflag.FlagSet) error {
	if err := v.oneRun.validate(); err != nil {
		return err
	}
	return makeable(f, "out", v.out)
}

func (v *reduction) run(ctx context.Context, path string) (*reports.Shrink, error) {
	repro, e, err := v.violating(path, "shrink")
	if err != nil {
		return nil, err
	}
	s := campaign.Shrinking{Repro: repro, Engine: e, Path: path, Command: v.name, Runs: v.runs, Jobs: v.jobs,
		AtHome: v.engines.homeOf(e) != nil, Watch: v.progress}
	v.stage.found()
	x, err := s.Run(ctx)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	x.Report.Head = v.made(x.Report.Head, "shrink", repro.Engine)
	return x.Report, v.keep(&x, path)
}

// keep writes the smaller repro, if there is one.
func (v *reduction) keep(x *campaign.Smaller, from string) (err error) {
	if x.Repro == nil {
		return nil
	}
	path := v.out
	if path == "" {
		path, err = x.Repro.Save(filepath.Dir(from))
	} else {
		err = whole.Create(path, func(w io.Writer) error { _, err := w.Write(x.Repro.Bytes()); return err })
	}
	switch {
	case v.out != "" && errors.Is(err, fs.ErrExist):
		return alreadyThere("out", v.out)
	case err != nil:
		return fmt.Errorf("the smaller repro could not be written: %w", reason(err))
	}
	x.At(path, v.name)
	return nil
}
