package campaign

import (
	"context"
	"fmt"
	"strings"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios/library"
)

// A TB is what [Check] needs of a test; *testing.T is one. It is not named here, so
// that no command links package testing.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// An Option changes what [Check] does.
type Option func(*checked)

// Runs is how many random runs are made; 300 unless it is said. With none, only
// the scenarios are run.
func Runs(n int) Option { return func(c *checked) { c.Runs = n } }

// Seed is the only root of randomness; 1 unless it is said, so that a test that
// fails fails again. Other seeds give other runs.
func Seed(seed uint64) Option { return func(c *checked) { c.Seed = seed } }

// ReproDir is where failures are written to; "pawl-repros" unless it is said.
func ReproDir(dir string) Option { return func(c *checked) { c.dir = dir } }

// checked is a campaign that a test makes.
type checked struct {
	Campaign
	dir string
}

const checkRuns = 300

// Check makes random runs of an engine, and runs of every scenario of the library,
// and fails the test by whatever makes the engine unfit, or leaves that open: a
// violation, a run that is not the same when it is made again, one that could not
// be judged or in which there was nothing to judge, an expectation that was not
// met. Of each invariant it tells one failure, with the faults it takes, its story
// and its repro file.
//
// It plants no bugs and demands no goals, which take more runs than a test has
// time for: both are for the command.
func Check(t TB, e engine.Engine, options ...Option) {
	t.Helper()
	all, err := library.All()
	if err != nil {
		t.Fatalf("%v", err)
	}
	c := checked{Campaign{Runner: simulated(), Engine: e, Seed: 1, Runs: checkRuns,
		Scenarios: all, Each: ScenarioRuns}, "pawl-repros"}
	for _, o := range options {
		o(&c)
	}
	f, err := c.Run(context.Background())
	if err != nil {
		t.Fatalf("%s could not be run: %v", e.Name, err)
	}
	r := &reports.Check{Engine: e.Name}
	fill(r, f)
	t.Logf("%s: %s with seed %d, %s; %s", e.Name, reports.Count(f.Runs, "run"), c.Seed, r.Outcomes, r.NotJudged())
	c.failures(t, f.Failures)
	unfit(t, r)
}

// failures tells one failure of each invariant.
func (c *checked) failures(t TB, failures []Failure) {
	t.Helper()
	teller := Teller{Dir: c.dir, Command: "pawl"}
	all, err := teller.All(context.Background(), failures, unwatched{}.At)
	if err != nil {
		t.Errorf("not all failures could be kept: %v", err)
	}
	last := ""
	for _, f := range all { // those of one invariant stand together
		if f.Invariant != last {
			t.Errorf("%s", inTest(&f, c.Engine.Name))
		}
		last = f.Invariant
	}
}

// inTest tells a failure in the few lines that a test has for it.
func inTest(f *reports.Failure, engine string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s, violated by %s: %s", f.Invariant, engine, f.Sentence)
	line("  %s", f.Detail)
	line("  run %d, %s, run seed %s, at %s", f.Run, f.Scenario, f.Seed, f.At)
	if f.Key != "" {
		line("  key %s", f.Key)
	}
	if f.Command == "" {
		line("  It was not the same when it was made again, so that it cannot be replayed.")
		return b.String()
	}
	line("  %s", f.Left())
	for _, x := range f.Takes() {
		line("    %s", x)
	}
	for _, m := range f.Story {
		line("  %10s  %s  %s", m.At, m.Who, m.What)
	}
	line("  repro: %s", f.Repro)
	line("  Replay it, with a command whose main gives this engine to cli.Main: %s", f.Command)
	return b.String()
}

// unfit tells what else speaks against an engine, or keeps from knowing.
func unfit(t TB, r *reports.Check) {
	t.Helper()
	if r.Runs == 0 {
		t.Errorf("no run was made, so nothing is known of %s", r.Engine)
	}
	for _, d := range r.Determinism.Different {
		t.Errorf("not the same when it was made again: %s. %s", d, lookForChance)
	}
	for _, why := range r.Unjudged {
		t.Errorf("not every run could be judged: %s", why)
	}
	for _, s := range r.Scenarios {
		if s.Verdict == reports.CriterionMissed {
			t.Errorf("scenario %s did not go as expected: %s", s.Name, strings.Join(s.Missed, "; "))
		}
	}
}
