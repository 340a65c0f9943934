package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/live"
	"pawl/live/drill"
	"pawl/reports"
	"pawl/reports/whole"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
)

// asked is what a run was asked for.
type asked struct {
	all, breaks, json, compare bool
	contained                  bool
	engine, histories, repros  string
	jobs, members, tries       int
	seed                       uint64
}

func run(code *int) *cobra.Command {
	var a asked
	c := &cobra.Command{
		Use:   "run [flags] [SCENARIO|REPRO...]",
		Short: "Runs scenarios of the library, files, or simulated failures in real time",
		Long: "Run makes one run of each scenario with real processes on a real etcd, and judges it as\n" +
			"pawl check does. What cannot be done to real processes is refused by name before\n" +
			"anything starts.\n\n" +
			"A repro that pawl check has written is run with its engine, its setting and its events,\n" +
			"which happen by their meaning; nobody decides for real machines, so that it may pass.\n" +
			"The other way round, with --compare, what is violated here is looked for in the simulator\n" +
			"with --tries seeds, and a run that has it is written to --repro-dir.\n\n" +
			"Exit codes: 0 all as expected; 1 a violation; 3 inconclusive, since something was not\n" +
			"seen; 4 nothing ran; 5 an expectation missed; 64 usage; 70 internal error; 130 interrupted.",
		Example: "  pawl-live run owner-back-from-a-pause\n  pawl-live run --breaks owner-back-from-a-pause  # the engine that fails in it\n  pawl-live run --all -j 4 --json",
		RunE: func(c *cobra.Command, names []string) error {
			r, err := a.runs(c.Context(), names)
			if err != nil {
				return err
			}
			*code = r.Exit()
			return a.write(r)
		},
	}
	f := c.Flags()
	f.BoolVar(&a.all, "all", false, "run all scenarios of the library that can be run with real processes")
	f.BoolVar(&a.breaks, "breaks", false, "run each scenario with the engine that must fail in it")
	f.BoolVar(&a.json, "json", false, "write the result as JSON")
	f.BoolVar(&a.compare, "compare", false, "make each run in the simulator, too")
	f.IntVar(&a.tries, "tries", 20, "seeds that the simulator may have, with --compare, for what is violated here")
	f.StringVar(&a.repros, "repro-dir", "", "write simulated runs that violate the same into this folder")
	f.BoolVar(&a.contained, "containers", false, "run each process in a container, on an etcd of three members")
	f.StringVar(&a.engine, "engine", "", "run this engine (default: the reference)")
	f.StringVar(&a.histories, "histories", "", "write the history of each run into this folder, for pawl judge")
	f.IntVarP(&a.jobs, "jobs", "j", 1, "runs at a time")
	f.IntVar(&a.members, "members", 1, "members of etcd")
	f.Uint64Var(&a.seed, "seed", 1, "what clients and operators draw from")
	return c
}

func (a *asked) write(r reports.Result) error {
	format := reports.Text
	if a.json {
		format = reports.JSON
	}
	return format(os.Stdout, r, reports.Style{})
}

// runs runs what was asked for.
func (a *asked) runs(ctx context.Context, names []string) (*reports.Live, error) {
	tasks, err := a.tasks(names)
	if err != nil {
		return nil, err
	}
	d, err := a.deployment()
	if err != nil {
		return nil, err
	}
	made := drill.Drill{Runner: scenarios.On(d), Suits: d.Suits, Jobs: a.jobs, Progress: func(r reports.LiveRun) {
		_, _ = fmt.Fprintf(os.Stderr, "%s with %s: %s %s, in %s\n", r.Scenario, r.Engine, r.Verdict, strings.Join(r.Violated, " "), r.Took)
	}}
	if a.compare {
		made.Simulated, made.Tries = scenarios.On(cluster.Simulated{}), a.tries
		if a.repros != "" {
			made.Found = a.found
		}
	}
	if a.histories != "" {
		made.Keep = func(scenario string, h *checker.History) error {
			if err := os.MkdirAll(a.histories, 0o777); err != nil {
				return err
			}
			return whole.Replace(filepath.Join(a.histories, scenario+".json"), h.Write)
		}
	}
	l, err := made.Run(ctx, tasks)
	if err != nil {
		return nil, err
	}
	a.closes(ctx, l, len(tasks))
	return l, nil
}

// found writes a simulated run that violates something.
func (a *asked) found(o *scenarios.Outcome) (string, error) {
	var list campaign.Shortlist
	list.Add(0, o)
	return campaign.NewRepro(list.Failures[0]).Save(a.repros)
}

// deployment is what runs are made on.
func (a *asked) deployment() (live.Deployment, error) {
	if !a.contained {
		return live.InProcess(a.members), nil
	}
	binary, err := os.Executable()
	return live.Contained(binary), err
}

// ground says so for people.
func (a *asked) ground() string {
	if a.contained {
		return "a container for each process, etcd of 3 members"
	}
	return fmt.Sprintf("one process, etcd of %s", reports.Count(max(1, a.members), "member"))
}

// closes comes to the verdict.
func (a *asked) closes(ctx context.Context, l *reports.Live, of int) {
	l.SchemaVersion, l.Command, l.Ground, l.Engine = reports.SchemaVersion, "run", a.ground(), a.engine
	l.Build = reports.ThisBuild()
	all := []reports.Verdict{drill.Verdict(l)}
	if ctx.Err() != nil {
		all = append(all, reports.Interrupted)
	}
	l.Decide(all...)
	same, compared := l.Agreement()
	l.Closing = fmt.Sprintf("%d of %s run, %d refused.", len(l.Runs), reports.Count(of, "scenario"), len(l.Refused))
	if compared > 0 {
		l.Closing += fmt.Sprintf(" The simulator says the same of %d of %d.", same, compared)
	}
}

// tasks are what was asked for: scenarios, each with its engine, and simulated failures.
func (a *asked) tasks(names []string) (all []drill.Exercise, err error) {
	known, err := library.All()
	if err != nil {
		return nil, err
	}
	if a.all {
		for _, s := range known {
			if all, err = a.add(all, s); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	if len(names) == 0 {
		return nil, errors.New("no scenario is named; name some, or say --all")
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".repro") {
			x, err := a.failure(name)
			if err != nil {
				return nil, err
			}
			all = append(all, x)
			continue
		}
		s, err := find(known, name)
		if err != nil {
			return nil, err
		}
		if all, err = a.add(all, s); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// add adds a scenario, if there is an engine for it.
func (a *asked) add(all []drill.Exercise, s *scenarios.Scenario) ([]drill.Exercise, error) {
	name := a.engine
	if a.breaks {
		name = s.Breaks.Engine
		if name == "" {
			return all, nil // no engine fails in it
		}
	}
	e, must, err := named(name)
	return append(all, drill.Exercise{Name: s.Name, Case: scenarios.Case{Scenario: s, Engine: e, Seed: a.seed}, MustFire: must}), err
}

// failure is a simulated one, with the engine that failed or the one that was asked for.
func (a *asked) failure(path string) (drill.Exercise, error) {
	r, err := campaign.LoadRepro(path)
	if err != nil {
		return drill.Exercise{}, err
	}
	e, _, err := named(cmp.Or(a.engine, r.Engine))
	if err != nil {
		return drill.Exercise{}, fmt.Errorf("%s: %w", path, err)
	}
	c, err := r.Case(e)
	x := drill.Exercise{Name: filepath.Base(path), Case: c}
	if e.Name == r.Engine {
		x.MustFire = r.IDs()
	}
	return x, err
}

func named(name string) (engine.Engine, []string, error) {
	if r := reference.Engine(); name == "" || name == r.Name {
		return r, nil, nil
	}
	w, is := wrong.Find(name)
	if !is {
		return engine.Engine{}, nil, fmt.Errorf("there is no engine %q; pawl scenario words engines has all of them", name)
	}
	return w.Engine, w.MustFire, nil
}

func find(known []*scenarios.Scenario, name string) (*scenarios.Scenario, error) {
	for _, s := range known {
		if s.Name == name {
			return s, nil
		}
	}
	return scenarios.Load(name)
}
