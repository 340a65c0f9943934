package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/cmd/alive"
	"pawl/cmd/stepper"
	"pawl/engine"
	"pawl/reports"
	"pawl/reports/film"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
)

// repetition is the verb replay: is this the failure that was recorded?
type repetition struct {
	*app
	files []*handout // that the run can be told in
	html  *handout   // the one of them that is a page
	film  *film.Film // nil: not made yet
	step  bool       // somebody wants to step through it
}

func (a *app) replay() *cobra.Command {
	v := &repetition{app: a, files: handouts()}
	v.html = v.files[len(v.files)-1]
	c := &cobra.Command{
		Use:   "replay [flags] FILE",
		Short: "Makes the run of a repro file again, and says whether it is the same",
		Long: paragraphs("Replay makes the run of a repro file again, decision by decision, and judges it.",
			"Exit codes: 1 reproduced, the same run and the same violation; 5 the same run, in "+
				"which what was recorded is no longer violated; 6 not the run that was recorded; "+
				"64 the file cannot be read, or does not fit this build; 130 interrupted while it is stepped through.",
			"With --history it writes what an observer could know of the run into a new file, "+
				"which judge reads; with --film each event of it with what every process knew then; "+
				"with --chrome a trace that Perfetto shows; with --shiviz a log that ShiViz draws. "+
				"Of a run that leaves its decisions nothing is written.",
			"With --step it shows the run frame by frame, with a line for each process and what "+
				"has changed. At a terminal ? says which keys there are; elsewhere each line of "+
				"standard input is a command, and help lists them.",
			"With --html it writes a page of the run, that opens in a browser from disk, without a "+
				"network: what happened step by step, what each process knew, and what was violated. Where "+
				"the Go tool and the source of this build are at hand, the page carries the engine too: in it, "+
				"faults can be left out, moved and made longer, and the run is made again."),
		Example: "  pawl replay pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl replay --history run.json pawl-repros/S2-no-drain-0123456789ab.repro\n" +
			"  pawl replay --html run.html FILE\n" +
			"  pawl replay --step FILE\n" +
			"  printf 'break invariant any\\ncontinue\\n' | pawl replay --step FILE\n" +
			"  pawl replay --chrome trace.json --shiviz run.log FILE",
		Args: someArgs("one repro file", 1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := v.validate(c.Flags()); err != nil {
				return err
			}
			r, err := v.run(c.Context(), args[0], c.InOrStdin())
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	f := c.Flags()
	f.BoolVar(&v.step, "step", false, "step through the run frame by frame: by keys at a terminal, else by the lines of standard input")
	for _, h := range v.files {
		h.flags(f)
	}
	a.output(f)
	return c
}

// validate refuses files that could not be made.
func (v *repetition) validate(f *pflag.FlagSet) error {
	if v.step && v.json {
		return usagef("--step with --json: steps are for people, and stand where the result would; leave one of them out, or write --film")
	}
	for i, h := range v.files {
		if err := h.ready(f); err != nil {
			return err
		}
		for _, before := range v.files[:i] {
			if h.path != "" && before.path != "" && sameFile(h.path, before.path) {
				return usagef("--%s %s: --%s is to be written there already; give another file", h.flag, h.path, before.flag)
			}
		}
	}
	return nil
}

func (v *repetition) run(ctx context.Context, path string, in io.Reader) (*reports.Replay, error) {
	text, repro, e, err := v.repro(path)
	if err != nil {
		return nil, err
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
	shown := &alive.Shown{Path: path, Text: text, Repro: repro, Engine: e, Again: again, Command: v.name}
	if err := v.page(ctx, shown, r); err != nil {
		return nil, err
	}
	if v.step {
		err = v.steps(ctx, &again, in, v.out)
	}
	if errors.Is(err, stepper.ErrInterrupted) {
		r.Decide(reports.Interrupted)
		r.Closing, err = "Interrupted while it was stepped through. "+r.Closing, nil
	}
	return r, err
}

// repro reads a repro once, since standard input is not there twice, and finds the engine that
// it is of.
func (a *app) repro(path string) (text []byte, r *campaign.Repro, e engine.Engine, err error) {
	if text, r, err = campaign.ReadRepro(path, a.engines.own...); err != nil {
		if path == "-" {
			return nil, nil, e, unreadable("standard input", err, wantRepro)
		}
		if _, is := history(path, nil); is == nil {
			return nil, nil, e, usagef("%s is a history, which judge judges; want %s", path, wantRepro)
		}
		if result, is := readResult(path); is == nil {
			return nil, nil, e, usagef("%s is a result of %s, which report shows: %s report %s. Want %s; of a failure a result names it", path,
				reports.HeadOf(result).Command, a.name, campaign.Quoted(path), wantRepro)
		}
		return nil, nil, e, unreadable(path, err, wantRepro)
	}
	if e, err = a.engines.named(r.Engine); err != nil {
		return nil, nil, e, usagef("%s: %v. If it is an engine of your own, use the command whose main gives it to cli.Main", path, err)
	}
	return text, r, e, nil
}

// beyondPolicy is why a verb that asks about violations takes no repro of an assumption that was
// pushed until something broke: within policy nothing is violated in it.
func beyondPolicy(path, verb, command string) error {
	return usagef("%s has a run in which an assumption was pushed beyond what policy covers: no violation, of which %s could speak. To make it again: %s replay %s",
		path, verb, command, campaign.Quoted(path))
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
