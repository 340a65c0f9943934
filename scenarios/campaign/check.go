package campaign

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/library"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A TB is what [Check] needs of a test; *testing.T is one. It is not named here, so
// that no command links package testing.
type TB interface {
	Helper()
	Name() string
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

// Home is where the engine lives, if its times or machines are not those of the standard
// setting: random runs are made there, and none of the library's scenarios.
func Home(h deploy.Home) Option { return func(c *checked) { c.Campaign.Home, c.Scenarios = h, nil } }

// Bugs is in how many random runs, of those that the engine has passed, each bug of package
// planted is hunted at most that is planted at the engine's ports; 50 unless it is said. With
// none, no bugs are planted.
func Bugs(runs int) Option { return func(c *checked) { c.bugs = runs } }

// MustCatch names bugs of package planted: the test fails if one of them is not caught. The
// others are listed in the test's log, which go test -v shows.
func MustCatch(bugs ...string) Option { return func(c *checked) { c.must = append(c.must, bugs...) } }

// replayOnly names the repro file that a test replays, if the environment has it, in place of
// making runs.
const replayOnly = "PAWL_REPLAY"

// AsExpected names scenarios of the library that must go as they expect; with no name, all.
// Unless it is said they need not: what they expect, such as within what time a rotation
// commits, they expect of the reference, and what holds of every engine are the invariants,
// which are judged in them as elsewhere.
func AsExpected(scenarios ...string) Option {
	return func(c *checked) { c.strict, c.expected = len(scenarios) == 0, scenarios }
}

// Scenarios are files of one's own, run as often as those of the library and beside them, with
// [Home] too. What they expect they expect of this engine: they must go so. Each says in breaks,
// or in defends, what it is good for, as those of the library do.
func Scenarios(paths ...string) Option {
	return func(c *checked) { c.own = append(c.own, paths...) }
}

// checked is a campaign that a test makes.
type checked struct {
	Campaign
	dir  string
	own  []string // paths of scenarios besides
	bugs int      // random runs for each bug
	must []string // bugs that must be caught

	strict   bool     // all scenarios must go as expected
	expected []string // or these
}

const (
	checkRuns = 300
	checkBugs = 50
)

// Check makes random runs of an engine, and runs of every scenario of the library,
// and fails the test by whatever makes the engine unfit, or leaves that open: a
// violation, a run that is not the same when it is made again, one that could not
// be judged or in which there was nothing to judge, a scenario that did not go as
// expected if [AsExpected] names it. Of each invariant it tells one failure, with the faults it takes, its story
// and its repro file.
//
// Where nothing was violated it plants bugs at the engine's ports, and lists in the log
// what caught them, and which survive. It fails the test if none was caught, or if one is not
// that [MustCatch] names. It demands no goals, which take more runs than a test has
// time for: they are for the command.
//
// With PAWL_REPLAY=FILE in the environment it replays that repro file instead, and fails if
// what was recorded comes out again.
func Check(t TB, e engine.Engine, options ...Option) {
	t.Helper()
	defer sim.CollectSeldom()()
	if err := scenarios.Sound(e); err != nil {
		t.Fatalf("%v", err)
		return // a witness's Fatalf comes back
	}
	all, err := library.All()
	if err != nil {
		t.Fatalf("%v", err)
	}
	all, others := scenarios.Suiting(all, e)
	if len(others) > 0 {
		t.Logf("%s does not offer to stand what is done past it in these scenarios: %s", e.Name, strings.Join(others, ", "))
	}
	c := checked{Campaign: Campaign{Runner: simulated(), Engine: e, Seed: 1, Runs: checkRuns,
		Scenarios: all, Each: ScenarioRuns, GiveUp: true}, dir: "pawl-repros", bugs: checkBugs}
	for _, o := range options {
		o(&c)
	}
	if path := os.Getenv(replayOnly); path != "" {
		c.replay(t, path)
		return
	}
	if err = c.load(); err == nil {
		err = c.contradiction()
	}
	if err != nil { // before anybody waits for runs
		t.Fatalf("%v", err)
		return // a witness's Fatalf comes back
	}
	f, err := c.Run(context.Background())
	if err != nil {
		t.Fatalf("%s could not be run: %v", e.Name, err)
	}
	r := &reports.Check{Engine: e.Name}
	fill(r, f)
	t.Logf("%s: %s with seed %d, %s; %s", e.Name, reports.Count(f.Runs, "run"), c.Seed, r.Outcomes, r.NotJudged())
	if untimed := scenarios.Untimed(&e); len(untimed) > 0 {
		t.Logf("Whether these deadlines were over when %s gave them as a cause is not judged, since they have no Of: %s", e.Name, strings.Join(untimed, ", "))
	}
	if f.GaveUp {
		t.Logf("No more than %d of %s were made, since the last ones had to be ended.", f.Runs, reports.Count(c.Total(), "run"))
	}
	c.failures(t, f.Failures)
	unfit(t, r)
	r.Rates = reports.Rates{Runs: f.Sampled, Rates: asked(&f.Counts)}
	if n := &f.Counts; f.Sampled > 0 && n.Happened > 0 {
		t.Logf("After a random run it has left %.1f keys with %.1f kB in the store: %.2f keys and %d bytes for each thing that happened.",
			float64(n.Left)/float64(f.Sampled), float64(n.LeftBytes)/1000/float64(f.Sampled), float64(n.Left)/float64(n.Happened), n.LeftBytes/n.Happened)
	}
	for _, m := range missedRates(&r.Rates) {
		t.Errorf("%s. %s", m.text, m.advice)
	}
	c.scenarios(t, r.Scenarios)
	if len(f.Failures) == 0 {
		c.plant(t, f.Random)
	}
}

// load adds the scenarios of one's own, which must go as they expect.
func (c *checked) load() error {
	for _, path := range c.own {
		s, err := scenarios.Load(path)
		if err != nil {
			return err
		}
		if err := s.Suits(c.Engine); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if slices.ContainsFunc(c.Scenarios, func(x *scenarios.Scenario) bool { return x.Name == s.Name }) {
			return fmt.Errorf("%s: there is another scenario of the name %q; give this one a name of its own", path, s.Name)
		}
		c.Scenarios = append(c.Scenarios, s)
		if !c.strict {
			c.expected = append(c.expected, s.Name)
		}
	}
	return nil
}

// contradiction is what its options ask for that there cannot be.
func (c *checked) contradiction() error {
	if c.Runs < 0 || c.bugs < 0 {
		return fmt.Errorf("%d runs, and bugs in %d of them: want none or more", c.Runs, c.bugs)
	}
	for _, name := range c.must {
		if _, is := planted.Find(name); !is {
			return fmt.Errorf("no bug is called %q; %s", name, scenarios.Suggest(name, scenarios.Names(planted.All, func(b planted.Bug) string { return b.Name })))
		}
	}
	if len(c.must) > 0 && min(c.Runs, c.bugs) == 0 {
		return fmt.Errorf("%s must be caught, and no bug is planted: want Runs and Bugs above 0", strings.Join(c.must, ", "))
	}
	for _, name := range c.expected {
		if !slices.ContainsFunc(c.Scenarios, func(s *scenarios.Scenario) bool { return s.Name == name }) {
			return fmt.Errorf("no scenario that is run is called %q; %s", name, scenarios.Suggest(name, scenarios.Names(c.Scenarios, func(s *scenarios.Scenario) string { return s.Name })))
		}
	}
	return nil
}

// plant hunts bugs that are planted at the engine's ports, in so many runs that it has passed.
func (c *checked) plant(t TB, random int) {
	t.Helper()
	h := portHunt{engine: c.Engine, home: c.Campaign.Home, seed: c.Seed, runs: min(random, c.bugs), jobs: c.Jobs}
	if h.runs <= 0 {
		return
	}
	bugs, err := h.each(context.Background(), planted.All, unwatched{})
	if err != nil {
		t.Fatalf("%s could not be run with a bug planted at its ports: %v", c.Engine.Name, err)
	}
	t.Logf("%s\n%s", reports.PortBugs(bugs), strings.Join(reports.PortBugLines(bugs), "\n"))
	for _, m := range missedAtPorts(bugs, c.must) {
		t.Errorf("%s. %s", m.text, m.advice)
	}
}

// failures tells one failure of each invariant.
func (c *checked) failures(t TB, failures []Failure) {
	t.Helper()
	teller := Teller{Dir: c.dir, Command: "pawl", AtHome: c.Campaign.Home != nil, Jobs: c.Jobs}
	all, err := teller.All(context.Background(), failures, unwatched{}.At)
	if err != nil {
		t.Errorf("not all failures could be kept: %v", err)
	}
	last := ""
	for _, f := range all { // those of one invariant stand together
		if f.Invariant != last {
			t.Errorf("%s", inTest(&f, c.Engine.Name, t.Name()))
		}
		last = f.Invariant
	}
}

// inTest tells a failure in the few lines that a test has for it.
func inTest(f *reports.Failure, engine, test string) string {
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
	if f.Shrunk != nil {
		line("  %s", f.Shrunk.Line())
	}
	for _, m := range f.Story {
		line("  %10s  %s  %s", m.At, m.Who, m.What)
	}
	line("  repro: %s", f.Repro)
	line("  Replay it: %s=%s go test -run '^%s$'", replayOnly, Quoted(f.Repro), strings.ReplaceAll(test, "/", "$/^"))
	line("  or, with a command whose main gives this engine to cli.Main: %s", f.Command)
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
}

// scenarios tells which did not go as expected.
func (c *checked) scenarios(t TB, all []reports.ScenarioRuns) {
	t.Helper()
	var others []string
	unjudged := 0
	for _, s := range all {
		switch {
		case s.Verdict != reports.CriterionMissed:
		case c.strict || slices.Contains(c.expected, s.Name):
			missed := slices.Clone(s.Missed)
			slices.Sort(missed)
			t.Errorf("scenario %s did not go as expected: %s. To see one run of it: a command whose main gives this engine to cli.Main, check --scenario with the name or file", s.Name, strings.Join(slices.Compact(missed), "; "))
		default:
			if went := slices.DeleteFunc(slices.Clone(s.Missed), func(m string) bool {
				return strings.Contains(m, scenarios.NotJudged) || strings.Contains(m, scenarios.HeldBeyond)
			}); len(went) > 0 {
				others = append(others, fmt.Sprintf("\n%s: %s", s.Name, strings.Join(went, "; ")))
			} else {
				unjudged++
			}
		}
	}
	if len(others) > 0 {
		t.Logf("%s went in another way than is expected of the reference:%s", reports.Count(len(others), "scenario"), strings.Join(others, ""))
	}
	if unjudged > 0 {
		t.Logf("In %s besides, what is to be judged could not be, of what the engine tells of itself.", reports.Count(unjudged, "scenario"))
	}
}

// replay makes the run of a repro file again, if it is of this engine.
func (c *checked) replay(t TB, path string) {
	t.Helper()
	repro, err := LoadRepro(path)
	switch {
	case err != nil:
		t.Fatalf("%s: %v", replayOnly, err)
	case repro.Engine != c.Engine.Name:
		t.Logf("%s is of the engine %s, not of %s: nothing was run", path, repro.Engine, c.Engine.Name)
		return
	}
	again, err := Replay(context.Background(), simulated(), repro, c.Engine)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var page strings.Builder
	_ = reports.Text(&page, again.Report(path, repro, "pawl"), reports.Style{}) // into memory
	if again.Reproduced() {
		t.Errorf("%s", page.String())
		return
	}
	t.Logf("%s", page.String())
}
