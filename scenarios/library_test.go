package scenarios

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios/form"
)

// seeds is over how many the reference must come through each scenario; directed
// is in how many the wrong engine must be caught at least once.
const (
	seeds    = 20
	directed = 3
)

// In every scenario the reference does what is expected, over many seeds, and
// the engine that it breaks is caught by the invariant that it names.
func TestLibrary(t *testing.T) {
	for _, s := range Library() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			comesThrough(t, s)
			isCaught(t, s)
		})
	}
}

func comesThrough(t *testing.T, s *Scenario) {
	n := uint64(seeds)
	if testing.Short() {
		n = directed
	}
	for seed := range n {
		o := judgedRun(t, s, engine.Reference().Engine("reference"), seed)
		if o.Verdict() == Passed {
			continue
		}
		t.Errorf("seed %d: the reference %s\n missed %q\n invalid %q\n findings %v", seed, o.Verdict(), o.Missed, o.Report.Invalid, o.Findings)
		for _, v := range o.Report.Violations() {
			t.Errorf("seed %d: %s at %s: %s", seed, v.Invariant, v.At, v.Detail)
		}
	}
}

func isCaught(t *testing.T, s *Scenario) {
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

func judgedRun(t *testing.T, s *Scenario, e engine.Engine, seed uint64) Outcome {
	t.Helper()
	o, err := Simulated{}.Run(t.Context(), Case{Scenario: s, Engine: e, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestLibraryFiles(t *testing.T) {
	for _, file := range embedded() {
		s, err := fromLibrary(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if s.Name+".yaml" != path.Base(file) {
			t.Errorf("%s calls itself %q", file, s.Name)
		}
		if s.Incident == "" {
			t.Errorf("%s does not say which incident it reproduces", file)
		}
	}
	if !slices.IsSortedFunc(Library(), func(a, b *Scenario) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the library is not sorted by name")
	}
}

// Every lesson is told. What else is not told yet is listed: go test -v shows it.
func TestLibraryCovers(t *testing.T) {
	lessons, engines, invariants, kinds := map[int]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range Library() {
		lessons[s.Lesson], engines[s.Breaks.Engine], invariants[s.Breaks.Invariant] = true, true, true
		for i := range s.when {
			kinds[s.when[i].fault.Kind] = true
		}
	}
	for lesson := 1; lesson <= 7; lesson++ {
		if !lessons[lesson] {
			t.Errorf("no scenario tells lesson %d", lesson)
		}
	}
	untold(t, "engine", ids(wrong.All, func(e wrong.Engine) string { return e.Name }), engines)
	untold(t, "invariant", ids(checker.All, func(i checker.Invariant) string { return i.ID }), invariants)
	untold(t, "kind of fault", ids(faults.All, func(k faults.Kind) string { return k.Name }), kinds)
}

func untold(t *testing.T, what string, all []string, told map[string]bool) {
	for _, name := range all {
		if !told[name] {
			t.Logf("no scenario has the %s %s", what, name)
		}
	}
}

func TestFind(t *testing.T) {
	if s, err := Find("trigger-storm"); err != nil || s.Name != "trigger-storm" {
		t.Errorf("by name: %v", err)
	}
	if s, err := Find("testdata/accept/shortest.yaml"); err != nil || s.Name != "shortest" {
		t.Errorf("by path: %v", err)
	}
	for _, c := range []struct{ name, want string }{
		{"triger-storm", `no scenario is called "triger-storm", and there is no such file; did you mean "trigger-storm"?`},
		{"testdata/none.yaml", "testdata/none.yaml cannot be read: no such file or directory; want a scenario file, or a name of the library"},
		{"testdata", "testdata cannot be read: is a directory; want a scenario file, or a name of the library"},
		{"testdata/reject/twice.yaml", `testdata/reject/twice.yaml:3:1: mapping key "name" already defined at [2:1]`},
	} {
		if _, err := Find(c.name); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestLoadReadsNoMoreThanTheLimit(t *testing.T) {
	long := filepath.Join(t.TempDir(), "long.yaml")
	if err := os.WriteFile(long, make([]byte, form.MostBytes*2), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(long)
	if want := "the file has more than 262144 bytes"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
