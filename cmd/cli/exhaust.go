package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
}

// oneCell is an event that the small cluster is tried with.
const oneCell = "crash actor on commit.due for 3s"

func (a *app) exhaust() *cobra.Command {
	s := &sweep{app: a}
	c := &cobra.Command{
		Use:   "exhaust [flags] [SCENARIO]",
		Short: "Tries every single fault at every moment of a run, one at a time",
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
			"Exit codes: 1 a violation, 3 not all of it was run or could be judged, 4 nothing ran, 130 interrupted."),
		Example: "  pawl exhaust\n  pawl exhaust standard --seed 7\n  pawl exhaust owner-dies-twice --engine no-drain\n" +
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
		return answering(a, &s.options, func(f *pflag.FlagSet) (*exhaust.Exhaustion, error) { return s.prepare(f) }, s.run)(c, args)
	}
	s.flagsBut(c)
	f := c.Flags()
	f.StringVar(&s.engineName, "engine", a.engines.usual(), "engine to run; one that must fail, to see what a failure looks like")
	f.StringVar(&s.resume, "resume", "", "go on from the file that an interrupted exhaust has left")
	f.StringVar(&s.only, "only", "", "run only the cell of this event, such as: "+oneCell)
	f.BoolVar(&s.thorough, "thorough", false, "try every kind at the steps that are repeated all the time, too")
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
func (s *sweep) prepare(f *pflag.FlagSet) (*exhaust.Exhaustion, error) {
	if err := s.validate(f); err != nil {
		return nil, err
	}
	if err := directory(s.reproDir); err != nil {
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
	x := &exhaust.Exhaustion{Subject: subject, Engine: e, Thorough: s.thorough, Only: s.only,
		ReproDir: s.reproDir, Command: s.name, Watch: s.progress}
	x.Resume, err = s.goneOn(f, x)
	return x, err
}

// goneOn is the state to go on from, whose seed is the run's unless one is given.
func (s *sweep) goneOn(f *pflag.FlagSet, x *exhaust.Exhaustion) (*exhaust.State, error) {
	if s.resume == "" {
		return nil, nil
	}
	state, err := exhaust.LoadState(s.resume)
	var p *fs.PathError
	switch {
	case errors.As(err, &p):
		return nil, usagef("--resume %s cannot be read: %v; want a file as exhaust leaves it in --repro-dir", s.resume, p.Err)
	case err != nil:
		return nil, usagef("--resume %v", err)
	}
	if !f.Changed("seed") {
		_ = f.Set("seed", fmt.Sprint(state.Seed)) // a number: cannot fail
	}
	if err := state.Fits(x.Subject.Name, x.Engine.Name, s.seed); err != nil {
		return nil, usagef("--resume %s: %v", s.resume, err)
	}
	return state, nil
}

func (s *sweep) run(ctx context.Context, question *exhaust.Exhaustion) (reports.Result, error) {
	question.Seed, question.Jobs, question.Budget, question.Again = s.seed, s.jobs, s.budget, s.again
	if s.subject != "" {
		question.Again += " " + campaign.Quoted(s.subject)
	}
	r, err := question.Run(ctx)
	switch {
	case exhaust.Unfitting(err):
		return nil, usagef("%v", err)
	case err != nil:
		return nil, err
	}
	r.Head = s.made(r.Head, "exhaust", question.Engine.Name)
	return r, nil
}
