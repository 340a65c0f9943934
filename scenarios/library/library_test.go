package library

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pawl/checker"
	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/cluster"
)

// seeds is over how many the reference must come through each scenario, and allSeeds with
// PAWL_LONG=1 in the environment, as .ci/run has it; directed is in how many the wrong engine
// must be caught at least once.
const (
	seeds    = 3
	allSeeds = 20
	directed = 3
)

// ofTheReference is over how many seeds it must come through.
func ofTheReference() uint64 {
	if lengthy.Wanted() {
		return allSeeds
	}
	return seeds
}

// In every scenario the reference does what is expected and serves, over many seeds, and
// the engine that it breaks is caught by the invariant that it names.
func TestLibrary(t *testing.T) {
	for _, s := range whole(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			comesThrough(t, s)
			isCaught(t, s)
		})
	}
}

func comesThrough(t *testing.T, s *scenarios.Scenario) {
	for seed := range ofTheReference() {
		o := judgedRun(t, s, reference.Engine(), seed)
		isServed(t, s, &o)
		if o.Verdict() == scenarios.Passed {
			continue
		}
		t.Errorf("seed %d: the reference %s\n missed %q\n invalid %q\n findings %v", seed, o.Verdict(), o.Missed, o.Report.Invalid, o.Findings)
		for _, v := range o.Report.Violations() {
			t.Errorf("seed %d: %s at %s: %s", seed, v.Invariant, v.At, v.Detail)
		}
	}
}

// isCaught is for those in which an engine can fail: where nothing is held against any, the
// reference has to meet what is said to be violated.
func isCaught(t *testing.T, s *scenarios.Scenario) {
	if s.Breaks == (scenarios.Breaks{}) {
		return
	}
	e, ok := wrong.Find(s.Breaks.Engine)
	if !ok {
		t.Fatalf("no engine is called %q", s.Breaks.Engine)
	}
	var fired []string
	for seed := range uint64(directed) {
		o := judgedRun(t, s, e.Engine, seed)
		if slices.Contains(o.Fired(), s.Breaks.Invariant) {
			return
		}
		fired = append(fired, o.Fired()...)
	}
	t.Errorf("%s does not fail by %s in %d runs; what fired is %q", e.Name, s.Breaks.Invariant, directed, fired)
}

func judgedRun(t *testing.T, s *scenarios.Scenario, e engine.Engine, seed uint64) scenarios.Outcome {
	t.Helper()
	o, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), scenarios.Case{Scenario: s, Engine: e, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	if unfit := o.History.Unfit(faults.All.Faults()); len(unfit) > 0 {
		t.Fatalf("%s, seed %d: as a file nobody would judge it: %q", e.Name, seed, unfit)
	}
	return o
}

func whole(t *testing.T) []*scenarios.Scenario {
	t.Helper()
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLibraryFiles(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 || len(files) != len(whole(t)) {
		t.Errorf("%d scenarios of %d files, error %v", len(whole(t)), len(files), err)
	}
	for _, s := range whole(t) {
		if s.Incident == "" {
			t.Errorf("%s does not say which incident it reproduces", s.Name)
		}
	}
	if !slices.IsSortedFunc(whole(t), func(a, b *scenarios.Scenario) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the library is not sorted by name")
	}
}

// A file that cannot be read is told, with its name and the place, and there is no
// library without it.
func TestBrokenFileIsNotLeftOut(t *testing.T) {
	good, err := files.ReadFile("trigger-storm.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, want string }{
		{"broken.yaml", "name: broken\nleson: 3\n", `broken.yaml:2:1: unknown field "leson"`},
		{"other.yaml", string(good), `other.yaml: the scenario calls itself "trigger-storm"; want a file trigger-storm.yaml`},
	} {
		all, err := read(fstest.MapFS{"trigger-storm.yaml": {Data: good}, c.name: {Data: []byte(c.text)}})
		if err == nil || all != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d scenarios, error %v; want none, and %s", c.name, len(all), err, c.want)
		}
	}
}

// Every lesson is told. What else is not told yet is listed: go test -v shows it.
func TestLibraryCovers(t *testing.T) {
	lessons, engines, invariants, kinds := map[int]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range whole(t) {
		lessons[s.Lesson], engines[s.Breaks.Engine], invariants[s.Breaks.Invariant] = true, true, true
		c := scenarios.Case{Scenario: s, Engine: reference.Engine()}
		for _, f := range c.Setup().Events {
			kinds[f.Kind] = true
		}
	}
	for lesson := 1; lesson <= 7; lesson++ {
		if !lessons[lesson] {
			t.Errorf("no scenario tells lesson %d", lesson)
		}
	}
	for _, e := range wrong.All {
		untold(t, "engine", e.Name, engines)
	}
	for _, i := range checker.All {
		untold(t, "invariant", i.ID, invariants)
	}
	for _, k := range faults.All {
		untold(t, "kind of event", k.Name, kinds)
	}
}

func untold(t *testing.T, what, name string, told map[string]bool) {
	if !told[name] {
		t.Logf("no scenario has the %s %s", what, name)
	}
}

// TestNamed: one is read without the others, and what is no name of one is said to be none.
func TestNamed(t *testing.T) {
	for _, s := range whole(t) {
		if one, err := Named(s.Name); err != nil || !one.Same(s) {
			t.Errorf("%s: error %v", s.Name, err)
		}
	}
	for _, name := range []string{"", "nothing-like-it", "../library/trigger-storm", "trigger-storm.yaml", "/trigger-storm"} {
		if s, err := Named(name); s != nil || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v, error %v", name, s, err)
		}
	}
}
