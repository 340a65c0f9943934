package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
)

// sweep is the verb exhaust: is there any single fault, at any moment, by which this
// engine fails?
type sweep struct {
	*app
	options
	subject    string // as it was given; "": the small cluster
	engineName string
	reproDir   string
	resume     string // a file
	only       string
	thorough   bool
	faults     int
	kinds      []string
	sample     int
	prove      int
	shard      shardFlag
}

// oneCell is an event that the small cluster is tried with.
const oneCell = "crash actor on commit.due for 3s"

func (a *app) exhaust() *cobra.Command {
	s := &sweep{app: a, faults: 1, prove: usualProof}
	c := &cobra.Command{
		Use:   "exhaust [flags] [SCENARIO]",
		Short: "Tries every single fault at every moment of a run, one at a time, or pairs",
		Long: paragraphs(
			"Exhaust makes the run of a scenario without its faults, notes every moment of meaning that "+
				"the engine comes to, and makes the run again once for each kind of event at each of them: "+
				"on whoever acts, on who owns the key, on the store and on the key service, with amounts that go "+
				"beyond the setup's leases. It judges each run by the invariants, and not by what the scenario expects.",
			fmt.Sprintf("SCENARIO is one of the library or a path; %s, which is what check tries, is two nodes, two workers, a client "+
				"and one rotation; %s is the same, and an operator or a fault is in the rotation's way already, so that what is tried is "+
				"the second trouble; %s is the standard run. Where the steps are repeated all the time only the kinds by "+
				"which most wrong engines fail are tried, unless --thorough is given.", exhaust.SmallName, troubled(), exhaust.StandardName),
			"What is interrupted, or has no --budget left, leaves a file in --repro-dir. With --resume it goes on at the "+
				"first cell that was not run, and comes to the same result as if it had not been interrupted.",
			"With --faults~2 it tries pairs: every event of some --kinds alone, and then each second one in the run that the "+
				"first has made another one, once for all first ones that leave the same trace. What was left out is proved to "+
				"be stood for, on pairs that are drawn from the seed. A --shard is one part of the pairs, and merge puts all of them together; with --only they are those of one first event.",
			"Exit codes: 1 a violation, 3 not all of it was run or could be judged, 4 nothing ran, 130 interrupted."),
		Example: "  pawl exhaust\n  pawl exhaust standard --seed 7\n  pawl exhaust owner-dies-twice --engine no-drain\n" +
			"  pawl exhaust --faults 2\n  pawl exhaust standard --faults 2 --kinds all --sample 2000 --seed 7\n" +
			"  pawl exhaust --seed 7 --only \"" + oneCell + "\"",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s wants one scenario; %q is one too many", c.CommandPath(), args[1])
			}
			return nil
		},
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		for _, arg := range args {
			s.subject = arg
		}
		return answering(a, &s.options, func(f *pflag.FlagSet) (*exhaust.Pairs, error) { return s.prepare(f) }, s.run)(c, args)
	}
	s.flagsBut(c)
	f := c.Flags()
	f.StringVar(&s.engineName, "engine", a.engines.usual(), "engine to run; one that must fail, to see what a failure looks like")
	f.StringVar(&s.resume, "resume", "", "go on from the file that an interrupted exhaust has left")
	f.StringVar(&s.only, "only", "", "run only the cell of this event, such as: "+oneCell)
	f.BoolVar(&s.thorough, "thorough", false, "try every kind at the steps that are repeated all the time, too")
	f.Var((*countFlag)(&s.faults), "faults", "events in each run: 1, or 2 to try pairs")
	f.StringSliceVar(&s.kinds, "kinds", nil, "kinds of events that pairs are made of, with commas, or all (default: "+strings.Join(faults.Core(), ",")+")")
	f.Var((*countFlag)(&s.sample), "sample", "make only so many pairs, drawn from the seed (default: all)")
	f.Var((*countFlag)(&s.prove), "proof", "make so many pairs of those that were not pruned, too, and hold each against what stands for it")
	f.Var(&s.shard, "shard", "make only this part of the pairs, as 3/16; merge puts the parts together")
	f.StringVar(&s.reproDir, "repro-dir", "pawl-repros", "directory for repro files, and for where to go on")
	a.output(f)
	a.rendered(f)
	complete(c, "engine", a.engines.names)
	return c
}

// troubled names the small cluster in each of its troubles.
func troubled() string {
	var names []string
	for _, s := range exhaust.Troubled() {
		names = append(names, s.Name)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// prepare makes of flags what is to be asked.
func (s *sweep) prepare(f *pflag.FlagSet) (*exhaust.Pairs, error) {
	if err := s.validate(f); err != nil {
		return nil, err
	}
	if err := s.keeps(f, s.reproDir); err != nil {
		return nil, err
	}
	if err := s.ofPairs(f); err != nil {
		return nil, err
	}
	if s.only != "" && s.resume != "" {
		return nil, usagef("--only runs one cell, and --resume all that are left: want one of them")
	}
	if s.only != "" {
		e, err := faults.Parse(s.only)
		if err != nil {
			return nil, usagef("--only: %v. Such as: %q. All words: %s scenario words faults requests targets steps stages", err, oneCell, s.name)
		}
		s.only = e.String()
	}
	e, err := s.engines.named(s.engineName)
	if err != nil {
		return nil, err
	}
	homes, err := s.engines.homesOf(e)
	if err != nil {
		return nil, err
	}
	subject, err := exhaust.Find(s.subject, homes, func(name string) (*scenarios.Scenario, error) {
		found, err := s.scenariosNamed([]string{name})
		if err != nil {
			return nil, err
		}
		return found[0], nil
	})
	if err != nil {
		return nil, err
	}
	x := &exhaust.Pairs{Exhaustion: exhaust.Exhaustion{Subject: subject, Engine: e, Thorough: s.thorough, Only: s.only,
		ReproDir: s.reproDir, Command: s.name, Watch: s.progress},
		Kinds: s.kinds, Sample: s.sample, Shard: campaign.Shard(s.shard), Audit: s.prove}
	return x, s.goneOn(f, x)
}

// usualProof is how many pairs of the product are made as they are.
const usualProof = 300

// ofPairs refuses what is for pairs alone, or makes no sense for them.
func (s *sweep) ofPairs(f *pflag.FlagSet) error {
	switch {
	case s.faults != 1 && s.faults != 2:
		return usagef("--faults %d: want 1 or 2", s.faults)
	case s.faults == 1:
		for _, name := range []string{"kinds", "sample", "shard", "proof"} {
			if f.Changed(name) {
				return usagef("--%s is for pairs; want --faults 2 with it, or neither", name)
			}
		}
		return nil
	case f.Changed("sample") && (s.sample < 1 || s.sample > mostRuns):
		return usagef("--sample %d: want 1 to %d; for all pairs, leave the flag out", s.sample, mostRuns)
	case s.prove < 0 || s.prove > mostRuns:
		return usagef("--proof %d: want 0 to %d", s.prove, mostRuns)
	case s.shard.Of > 0 && !f.Changed("seed") && s.resume == "":
		return usagef("--shard %s without --seed: each part would draw its own; give the same one to all", &s.shard)
	case !f.Changed("kinds"):
		s.kinds = faults.Core()
		return nil
	case slices.Equal(s.kinds, []string{"all"}):
		s.kinds = nil
		return nil
	}
	return s.known()
}

// known refuses kinds that there are not, and gives those that there are in one order.
func (s *sweep) known() error {
	var all, some []string
	for i := range faults.All {
		name := faults.All[i].Name
		if all = append(all, name); slices.Contains(s.kinds, name) {
			some = append(some, name)
		}
	}
	for _, name := range s.kinds {
		if name == "all" {
			return usagef("--kinds: all stands for every kind, and stands alone")
		}
		if !slices.Contains(all, name) {
			return usagef("--kinds: %q is no kind of event; %s", name, scenarios.Suggest(name, append(all, "all")))
		}
	}
	if len(some) == 0 {
		return usagef("--kinds: want at least one kind, or all")
	}
	s.kinds = some
	return nil
}

// goneOn has it go on from a state, whose seed is the run's unless one is given.
func (s *sweep) goneOn(f *pflag.FlagSet, x *exhaust.Pairs) (err error) {
	if s.resume == "" {
		return nil
	}
	var seed uint64
	var fits func(scenario, engine string, seed uint64) error
	if s.faults == 2 {
		if x.GoOn, err = exhaust.LoadPairState(s.resume); err == nil {
			seed, fits = x.GoOn.Seed, x.GoOn.Fits
		}
	} else if x.Resume, err = exhaust.LoadState(s.resume); err == nil {
		seed, fits = x.Resume.Seed, x.Resume.Fits
	}
	var p *fs.PathError
	switch {
	case errors.As(err, &p):
		return usagef("--resume %s cannot be read: %v; want a file as exhaust leaves it in --repro-dir", s.resume, p.Err)
	case err != nil:
		return usagef("--resume %v", err)
	}
	if !f.Changed("seed") {
		_ = f.Set("seed", fmt.Sprint(seed)) // a number: cannot fail
	}
	if err := fits(x.Subject.Name, x.Engine.Name, s.seed); err != nil {
		return usagef("--resume %s: %v", s.resume, err)
	}
	return nil
}

func (s *sweep) run(ctx context.Context, question *exhaust.Pairs) (reports.Result, error) {
	question.Seed, question.Jobs, question.Budget, question.Again = s.seed, s.jobs, s.budget, s.again
	if s.subject != "" {
		question.Again += " " + campaign.Quoted(s.subject)
	}
	ask := question.Exhaustion.Run
	if s.faults == 2 {
		ask = question.Run
	}
	r, err := ask(ctx)
	switch {
	case exhaust.Unfitting(err):
		return nil, usagef("%v", err)
	case err != nil:
		return nil, err
	}
	r.Head = s.made(r.Head, "exhaust", question.Engine.Name)
	return r, nil
}
