package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
)

// gate is the verb check: is this engine fit to be rolled out, and would this
// harness have noticed if it were not?
type gate struct {
	*app
	options
	engineName string
	with       string   // another engine; empty: the fleet has one
	names      []string // of scenarios, as given
	reproDir   string
	corpus     string // as it was given; "": where repro files go, if that is there
	shard      shardFlag
	baseline   string         // the file of an earlier result; "" if there is none
	base       *reports.Check // that is in it
	over
}

func (a *app) check() *cobra.Command { return (&gate{app: a}).asking() }

// asking is the verb with the flags of one gate.
func (g *gate) asking() *cobra.Command {
	a := g.app
	c := &cobra.Command{
		Use:   "check [flags]",
		Short: "The gate: random runs, every scenario, and planted bugs that must be caught",
		Long: paragraphs(
			fmt.Sprintf("Check makes random runs of an engine and runs every scenario of the library on it, "+
				"%d times each and besides --runs. Of a small cluster it tries every single fault at every moment, "+
				"as exhaust does. It judges all runs, makes a sample of them twice, "+
				"and, if nothing was violated, plants bugs to see that they are caught.", campaign.ScenarioRuns),
			fmt.Sprintf("A quarter of --budget is kept for the planted bugs, an eighth for the single faults. In fewer than some %d random "+
				"runs a goal that must be reached, and is rare, may be missed: that is exit code 5. "+
				"With --scenario, --runs is also how often a bug that is planted for one is hunted in it.", campaign.EnoughRuns),
			"Where GITHUB_ACTIONS is true, as it is in workflows of GitHub, what is wrong is also "+
				"written to stderr as annotations: one for each invariant that was violated."),
		Example: "  pawl check\n  pawl check --seed 42 --runs 10000 --budget 5m\n" +
			"  pawl check --engine no-drain                      # see it fail\n" +
			"  pawl check --with no-drain                        # two in one fleet\n" +
			"  pawl check --scenario owner-dies-twice --runs 50  # only this",
		RunE: answering(a, &g.options, g.prepare, g.run),
	}
	g.kept(c.Flags())
	g.flags(c, "random runs; with --scenario, runs of each of those instead")
	g.byStrategy(c)
	f := c.Flags()
	f.StringVar(&g.engineName, "engine", a.engines.usual(), "engine to check; one that must fail, to see what a failure looks like")
	f.StringVar(&g.with, "with", "", "another engine in the same fleet: each machine starts with one of the two, and with the other at its next start")
	f.StringArrayVar(&g.names, "scenario", nil, "run only this scenario, by name in the library or else by path; may be repeated")
	f.StringVar(&g.reproDir, "repro-dir", "pawl-repros", "directory for repro files")
	f.StringVar(&g.corpus, "corpus", "", "replay the repro files of this folder first; "+noCorpus+" for none (default: the folder of --repro-dir, if it is there)")
	g.against(f)
	f.Var(&g.shard, "shard", "make only this part of all that there is to do, as 3/16; merge puts the parts together")
	a.output(f)
	a.rendered(f)
	complete(c, "engine", a.engines.names)
	complete(c, "with", a.engines.names)
	complete(c, "scenario", a.scenarioNames)
	return c
}

// prepare makes of flags what is to be asked.
func (g *gate) prepare(f *pflag.FlagSet) (*campaign.Gate, error) {
	if err := g.validate(f); err != nil {
		return nil, err
	}
	if err := g.keeps(f, g.reproDir); err != nil {
		return nil, err
	}
	name := g.engineName
	switch g.with {
	case "":
	case name:
		return nil, usagef("--with %s is the engine itself: a fleet of one engine needs no --with", g.with)
	default:
		name += engine.Between + g.with
	}
	e, err := g.engines.named(name)
	if err != nil {
		return nil, err
	}
	named, err := g.scenariosNamed(g.names)
	if err != nil {
		return nil, err
	}
	for _, s := range named {
		if err := s.Suits(e); err != nil {
			return nil, usagef("the scenario %s cannot be made with %s: %v", s.Name, e.Name, err)
		}
	}
	q, err := g.question(e, named)
	if err != nil {
		return nil, err
	}
	if q.Corpus, err = g.remembered(f); err != nil {
		return nil, err
	}
	q.Notice = func(text string) { _, _ = fmt.Fprintln(g.err, text) }
	if g.baseline != "" && g.shard.Of > 0 {
		return nil, usagef("--baseline with --shard: what a part lacks may be in another; give it to merge")
	}
	g.outputs.reads = []string{g.baseline, g.ledger, g.waivers}
	if of := &g.shard; of.Of > 0 {
		switch {
		case !f.Changed("seed"):
			return nil, usagef("--shard %s without --seed: each part would draw its own, and they would be of many checks; give the same one to all", of)
		case g.ledger != "" || g.waivers != "" || g.baseline != "":
			return nil, usagef("--shard %s with --ledger, --waivers or --baseline: these are for the whole; give them to merge", of)
		}
	}
	if g.base, err = g.checked(g.baseline); err != nil {
		return nil, err
	}
	if err := g.over.ready(); err != nil {
		return nil, err
	}
	if q.Shard = campaign.Shard(g.shard); q.Shard.Of > g.runs {
		return nil, usagef("--shard %s: more parts than --runs; want at most %d", &g.shard, g.runs)
	}
	return q, nil
}

// question is what is asked of an engine, in scenarios that were named if they are not nil.
func (g *gate) question(e engine.Engine, named []*scenarios.Scenario) (*campaign.Gate, error) {
	q := &campaign.Gate{Engine: e, Planted: g.engines.wrong, Measure: reference.Engine(), Named: named,
		Strategy: g.strategy.Strategy, ReproDir: g.reproDir, Command: g.name, Watch: g.progress}
	if named == nil {
		var err error
		if q.Library, err = g.library(); err != nil {
			return nil, err
		}
		if err := expected(g.engines.expected, q.Library); err != nil {
			return nil, err
		}
		if e.Name != q.Measure.Name {
			q.Planted, q.Bugs, q.Must = g.engines.own, planted.All, g.engines.must
			q.Theirs, q.Expected = true, g.engines.expected
		}
	}
	if q.Home = g.engines.homeOf(e); q.Home != nil {
		q.Measure = engine.Engine{} // it is held against what it is asked for
	}
	return q, nil
}

func (g *gate) run(ctx context.Context, question *campaign.Gate) (reports.Result, error) {
	if err := g.equip(question); err != nil {
		return nil, err
	}
	r, err := question.Run(ctx)
	if err != nil {
		return nil, err
	}
	r.Head = g.made(r.Head, "check", question.Engine.Name, question.Named...)
	return r, g.finish(r)
}

// against is the flag of verbs whose result is held against an earlier one.
func (g *gate) against(f *pflag.FlagSet) {
	f.StringVar(&g.baseline, "baseline", "", "the result of an earlier check, as --json wrote it: says what is new, gone and unchanged since")
}

// finish holds a result against the base, if there is one, and keeps it.
func (g *gate) finish(r *reports.Check) error {
	if g.base != nil {
		r.Baseline = r.CompareTo(g.base, g.baseline)
	}
	return g.record(r)
}

// checked reads the result of a check; nil where there is no path.
func (a *app) checked(path string) (*reports.Check, error) {
	if path == "" {
		return nil, nil
	}
	r, err := readResult(path)
	if err != nil {
		return nil, err
	}
	c, is := r.(*reports.Check)
	if !is {
		return nil, usagef("%s is a result of %s; want one of check", path, reports.HeadOf(r).Command)
	}
	return c, nil
}

// equip adds to a question what is drawn, and who tries single faults.
func (g *gate) equip(q *campaign.Gate) error {
	q.Seed, q.SeedGiven, q.Runs, q.Jobs, q.Budget, q.Again = g.seed, g.seedGiven, g.runs, g.jobs, g.budget, g.again
	faults := &exhaust.Exhaustion{Subject: exhaust.Small(), Engine: q.Engine, Seed: g.seed, Jobs: g.jobs, Watch: g.progress}
	q.Singles = faults
	if q.Home == nil {
		q.Filler = faults
		return nil
	}
	homes, err := g.engines.homesOf(q.Engine)
	if err == nil {
		faults.Subject = homes[0]
	}
	return err
}

// expected says which scenarios that must go as expected are none.
func expected(names []string, all []*scenarios.Scenario) error {
	known := scenarios.Names(all, func(s *scenarios.Scenario) string { return s.Name })
	for _, name := range names {
		if !slices.Contains(known, name) {
			return usagef("AsExpected names the scenario %q, which the library has not; %s", name, scenarios.Suggest(name, known))
		}
	}
	return nil
}

// noCorpus stands for a folder where there is to be none.
const noCorpus = "none"

// remembered is what was found in the past; nil where there is nothing to look at. A file that is
// damaged is bad input in a folder that somebody has given. In the one that nobody asked for it keeps
// nothing from being checked, and is told, since what it had would be forgotten in silence.
func (g *gate) remembered(f *pflag.FlagSet) (*campaign.Corpus, error) {
	dir, given := g.corpus, f.Changed("corpus")
	switch {
	case given && dir == "":
		return nil, usagef("--corpus is empty: want a folder of repro files, or %s; for the folder of --repro-dir leave the flag out", noCorpus)
	case dir == noCorpus:
		return nil, nil
	case !given:
		dir = g.reproDir
	}
	c, err := campaign.LoadCorpus(dir, g.engines.own...)
	if err == nil && given {
		err = c.Damaged()
	}
	var unread *fs.PathError
	switch {
	case err != nil && !given && missing(err):
		return nil, nil
	case errors.As(err, &unread):
		return nil, usagef("--corpus %s: %s: %v; want a folder of repro files, as check writes them, or %s", dir, unread.Path, unread.Err, noCorpus)
	case err != nil:
		return nil, usagef("the corpus: %v. Mend the file, take it away, or give another folder with --corpus, or %s", err, noCorpus)
	case !given && len(c.Files) == 0:
		return nil, nil
	}
	c.Given = given
	return c, nil
}
