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

	"pawl/cmd/alive"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// repetition is the verb replay: is this the failure that was recorded?
type repetition struct {
	*app
	history string // path to write the run's history to; "": none was asked for
	html    string // path to write a page of the run to; "": likewise
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
				"which judge reads. With --html it writes a page of the run into a new file, that opens in a "+
				"browser from disk, without a network: what happened step by step, what each process knew, and "+
				"what was violated. Where the Go tool and the source of this build are at hand, the page "+
				"carries the engine too: in it, faults can be left out, moved and made longer, and the run is made "+
				"again. Of a run that leaves its decisions nothing is written."),
		Example: "  pawl replay pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl replay --history run.json pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl replay --html run.html pawl-repros/S2-no-drain-0123456789ab.repro",
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
	f.StringVar(&v.html, "html", "", "write a page of the run, for a browser, to this file, which must not be there yet")
	a.output(f)
	return c
}

// validate refuses files that could not be made.
func (v *repetition) validate(f *pflag.FlagSet) error {
	for _, to := range []struct{ flag, path string }{{"history", v.history}, {"html", v.html}} {
		if !f.Changed(to.flag) {
			continue
		}
		if err := fresh("--"+to.flag, to.path); err != nil {
			return err
		}
	}
	if v.html != "" && filepath.Clean(v.html) == filepath.Clean(v.history) {
		return usagef("--html and --history are both %s: want two files", v.html)
	}
	return nil
}

// fresh refuses a path at which no new file could be made.
func fresh(flag, path string) error {
	switch path {
	case "":
		return usagef("%s is empty: want a file to be made", flag)
	case "-":
		return usagef("%s -: the result is on standard output; want a file to be made", flag)
	}
	if _, err := os.Lstat(path); err == nil {
		return taken(flag, path)
	}
	dir := filepath.Dir(path)
	_, err := os.Stat(dir)
	if err == nil {
		err = writable(dir)
	}
	if err != nil {
		return usagef("%s %s: no file could be written into %s: %v; want a directory that is there", flag, path, dir, reason(err))
	}
	return nil
}

func taken(flag, path string) error {
	return usagef("%s %s: it is there already, and nothing is overwritten; give another name, or remove it", flag, path)
}

func (v *repetition) run(ctx context.Context, path string) (*reports.Replay, error) {
	text, repro, err := v.load(path)
	if err != nil {
		return nil, err
	}
	e, err := v.engines.named(repro.Engine)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	again, err := campaign.Replay(ctx, scenarios.On(cluster.Simulated{}), repro, e)
	if err != nil {
		return nil, usagef("%s: %v", path, err) // the faults or the scenario do not fit the deployment
	}
	r := again.Report(path, repro, v.name)
	r.Head = v.made(r.Head, "replay", repro.Engine)
	if err := v.keep(&again, r); err != nil {
		return nil, err
	}
	return r, v.page(ctx, &alive.Shown{Path: path, Text: text, Repro: repro, Engine: e, Again: again, Command: v.name}, r)
}

// load reads a repro once: standard input is not there twice.
func (v *repetition) load(path string) (text []byte, r *campaign.Repro, err error) {
	text, err = scenarios.ReadFile(path, campaign.MostOfARepro)
	if err == nil {
		if r, err = campaign.ParseRepro(text, v.engines.own...); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	if err == nil {
		return text, r, nil
	}
	if _, is := history(path, nil); path != "-" && is == nil {
		return nil, nil, usagef("%s is a history, which judge judges; want %s", path, wantRepro)
	}
	return nil, nil, unreadable(path, err, wantRepro)
}

// keep writes the run's history, if it was asked for and there is one.
func (v *repetition) keep(again *campaign.Replayed, r *reports.Replay) error {
	if v.history == "" || r.DivergedAt != nil {
		return nil
	}
	switch err := again.WriteHistory(v.history); {
	case errors.Is(err, fs.ErrExist):
		return taken("--history", v.history)
	case err != nil:
		return fmt.Errorf("the history could not be written to %s: %w", v.history, reason(err))
	}
	r.History = v.history
	return nil
}

// wantRepro is what replay wants.
const wantRepro = "a repro file, as check writes them into --repro-dir"

// unreadable says of a file that was handed in why it cannot be read, and what is wanted.
func unreadable(path string, err error, want string) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return usagef("%s cannot be read: %v; want %s", path, p.Err, want)
	}
	return usagef("%v", err)
}
