package campaign

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A witness is a test that is told to fail, and does not.
type witness struct{ said, errors []string }

func (w *witness) Name() string                 { return "TestMine" }
func (w *witness) Helper()                      {}
func (w *witness) Logf(format string, a ...any) { w.said = append(w.said, fmt.Sprintf(format, a...)) }
func (w *witness) Errorf(format string, a ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, a...))
}
func (w *witness) Fatalf(format string, a ...any) { w.Errorf(format, a...) }

// fewer leaves some of the library's scenarios, where a test is not about what is in all of them:
// the library's own tests make runs of each.
func fewer(c *checked) { c.Scenarios = c.Scenarios[:5] }

func TestCheckPassesTheReference(t *testing.T) {
	Check(t, reference.Engine(), fewer, Runs(20), Bugs(0), AsExpected(), ReproDir(t.TempDir()))
}

// TestCheckWantsRotations: who breaks no rule, and rotates nothing, is no good.
func TestCheckWantsRotations(t *testing.T) {
	e := reference.Engine()
	e.Name = "mine"
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return noncommittal{right(env)} }
	var w witness
	Check(&w, e, fewer, Runs(20), Bugs(0), ReproDir(t.TempDir()))
	if all := strings.Join(w.errors, "\n"); len(w.errors) != 1 || !strings.Contains(all, "admitted rotations") {
		t.Errorf("it says %q, and not that too few rotations are admitted", all)
	}
}

// noncommittal answers whatever comes after the first version that it cannot tell.
type noncommittal struct{ engine.Control }

func (u noncommittal) Admit(t engine.Trigger) engine.Answer {
	if t.Window == deploy.Boot {
		return u.Control.Admit(t)
	}
	return engine.Answer{Outcome: engine.Unknown}
}

func TestCheckTellsAFailure(t *testing.T) {
	dir := t.TempDir()
	e := wrongEngine(t, "no-drain").Engine
	e.Name = "mine"
	var w witness
	there := func(c *checked) {
		c.Scenarios = slices.DeleteFunc(c.Scenarios, func(s *scenarios.Scenario) bool { return s.Name != drained })
	}
	Check(&w, e, there, Runs(0), Seed(6), ReproDir(dir))
	all := strings.Join(w.errors, "\n")
	for _, want := range []string{
		"S2, violated by mine: The sealing version is a linearizable register that only grows.",
		"It takes this fault:", "asks for the rotation of window w1", "no DRAINING was recorded between VERIFIED", "or, with a command whose main gives this engine to cli.Main: pawl replay ", "go test -run '^TestMine$'",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no word of %q in:\n%s", want, all)
		}
	}
	path := regexp.MustCompile(`repro: (\S*S2-mine-\S+)`).FindStringSubmatch(all)
	if path == nil || filepath.Dir(path[1]) != dir {
		t.Fatalf("no repro in %s:\n%s", dir, all)
	}
	r, err := LoadRepro(path[1])
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Replay(t.Context(), simulated(), r, e); err != nil || !again.Reproduced() {
		t.Errorf("the repro does not reproduce, error %v", err)
	}
	replays(t, e, all)
}

// replays has the test replay the file that it has told of, and another engine's test leave it
// alone.
func replays(t *testing.T, e engine.Engine, said string) {
	path := regexp.MustCompile(`PAWL_REPLAY=(\S*S2-\S+)`).FindStringSubmatch(said)
	if path == nil {
		t.Fatalf("no replay of S2 is told in %q", said)
	}
	t.Setenv(replayOnly, path[1])
	var again, other witness
	Check(&again, e)
	if all := strings.Join(again.errors, "\n"); !strings.Contains(all, "Reproduced") {
		t.Errorf("it was not reproduced: %q, %q", all, again.said)
	}
	Check(&other, reference.Engine())
	if len(other.errors) > 0 || !strings.Contains(strings.Join(other.said, "\n"), "nothing was run") {
		t.Errorf("another engine: %q, %q", other.errors, other.said)
	}
}

// alone leaves the library's scenarios out, where a test is about what else there is.
func alone(c *checked) { c.Scenarios = nil }

// Bugs that are planted at the ports are told by what became of them, and one that must be
// caught fails the test if it is not.
func TestCheckPlantsBugs(t *testing.T) {
	e := reference.Engine()
	e.Name = "mine"
	var w witness
	Check(&w, e, alone, Runs(6), Bugs(1), MustCatch("destroys-early", "retires-early"), ReproDir(t.TempDir()))
	said, errors := strings.Join(w.said, "\n"), strings.Join(w.errors, "\n")
	for _, want := range []string{"bugs planted at its ports: ", "· destroys-early: by S12 after ", "Never made, ", "· retires-early"} {
		if !strings.Contains(said, want) {
			t.Errorf("no word of %q in:\n%s", want, said)
		}
	}
	if len(w.errors) != 1 || !strings.Contains(errors, "bugs that must be caught were not: retires-early never made in 1 run") {
		t.Errorf("%q", errors)
	}
	w = witness{}
	Check(&w, e, Runs(1), MustCatch("destroy-early"), Bugs(1))
	if !strings.Contains(strings.Join(w.errors, "\n"), `no bug is called "destroy-early"; did you mean "destroys-early"?`) || len(w.said) > 0 {
		t.Errorf("%q, after %q", w.errors, w.said)
	}
}

func TestCheckFailsWhereNothingIsKnown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "repros")
	var w witness
	Check(&w, doNothing(), alone, Runs(5), ReproDir(dir))
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, "no invariant found anything to judge") {
		t.Errorf("a do-nothing engine: %q", all)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a directory for repros that there are none of")
	}
	w = witness{}
	Check(&w, engine.Engine{Name: "none"})
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, `the engine "none" has no Worker or no Agent`) {
		t.Errorf("no engine at all: %q", all)
	}
}

// TestCheckRunsScenariosOfOnesOwn: they are run, also where the engine has a home of its own, and
// must go as they say; what is no scenario, or is called as another one, is refused before a run.
func TestCheckRunsScenariosOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name+".yaml")
		if err := os.WriteFile(path, []byte("name: "+name+"\nlesson: 1\nstory: One rotation.\n"+text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const once = "when: [{at: 4s, trigger: {window: w1}}]\nbreaks: {engine: no-drain, invariant: S2}\n"
	good := file("one-rotation", "then: {outcomes: {w1: committed}}\n"+once)
	bad := file("none", "then: {outcomes: {w1: refused}}\n"+once)
	taken := file("owner-dies-twice", "then: {outcomes: {w1: committed}}\n"+once)
	broken := file("broken", "then: {outcomes: {w1: comitted}}\n"+once)

	for _, c := range []struct {
		name    string
		options []Option
		errors  []string
	}{
		{"it goes as it says", []Option{Scenarios(good)}, nil},
		{"at home", []Option{Scenarios(good), Home(deploy.Standard)}, nil},
		{"with others as expected", []Option{Scenarios(bad), AsExpected("owner-dies-twice")}, []string{"scenario none did not go as expected: window w1"}},
		{"a name that is taken", []Option{Scenarios(taken)}, []string{taken + ": there is another scenario of the name"}},
		{"none there", []Option{Scenarios(good, filepath.Join(dir, "gone.yaml"))}, []string{"gone.yaml"}},
		{"a slip", []Option{Scenarios(broken)}, []string{`did you mean "committed"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			some := func(k *checked) {
				k.Scenarios = slices.DeleteFunc(k.Scenarios, func(s *scenarios.Scenario) bool { return s.Name != "owner-dies-twice" })
			}
			var w witness
			Check(&w, reference.Engine(), append([]Option{some, Runs(2), Bugs(0), ReproDir(dir)}, c.options...)...)
			if len(w.errors) != len(c.errors) {
				t.Fatalf("it says %q, want %q", w.errors, c.errors)
			}
			for i, want := range c.errors {
				if !strings.Contains(w.errors[i], want) {
					t.Errorf("it says %q, want %q", w.errors[i], want)
				}
			}
		})
	}
}

// TestCheckRefusesWhatCannotBe: before a run is made.
func TestCheckRefusesWhatCannotBe(t *testing.T) {
	for want, options := range map[string][]Option{
		"want none or more":                        {Runs(-1)},
		"and bugs in -3":                           {Bugs(-3)},
		"mints-twice must be caught, and no bug":   {Bugs(0), MustCatch("mints-twice")},
		`no bug is called "mints-twise"; did you`:  {MustCatch("mints-twise")},
		`is called "owner-dies-twise"; did you`:    {AsExpected("owner-dies-twise")},
		`no scenario that is run is called "owner`: {Home(deploy.Standard), AsExpected("owner-dies-twice")},
	} {
		var w witness
		Check(&w, reference.Engine(), options...)
		if len(w.errors) != 1 || !strings.Contains(w.errors[0], want) || len(w.said) > 0 {
			t.Errorf("it says %q and %q, want %q", w.errors, w.said, want)
		}
	}
}
