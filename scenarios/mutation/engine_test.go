package mutation_test

import (
	"os"
	"slices"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/scenarios/library"
	"pawl/scenarios/mutation"
	"pawl/sim/deploy"
)

// A fatality is a change that cannot go unnoticed, and what must see it.
type fatality struct {
	function, operator, before string
	how                        reports.Kill
	by                         string
}

// fatal are changes of the reference by which no rotation ever ends. Who has nothing to wait for is
// stopped before a rotation is late; one that asks for the same mint again and again is seen before.
var fatal = []fatality{
	{"Stage", "returned at once", "func Stage", reports.ByProgram, "runaway"},
	{"*Owner.Write", "returned at once", "func Write", reports.ByInvariant, "L3"},
}

// TestFatalChangesAreKilled builds the command with changes of the reference that
// must be noticed, and has it make the runs.
func TestFatalChangesAreKilled(t *testing.T) {
	lengthy.Only(t, "builds the command with changes in it: half a minute")
	p := load(t, "../../engine/reference")
	var ids []string
	for _, m := range p.Mutants() {
		for _, f := range fatal {
			if m.Function == f.function && m.Operator == f.operator && m.Before == f.before {
				ids = append(ids, m.ID)
			}
		}
	}
	if len(ids) != len(fatal) {
		t.Fatalf("%d of %d changes found: has the engine changed?", len(ids), len(fatal))
	}
	main, err := mutation.Command(t.Context(), p, ".", "")
	if err != nil {
		t.Fatal(err)
	}
	r := inquire(t, &mutation.Inquiry{Package: p, Only: ids, MinScore: -1, Bench: &mutation.Runs{Main: main,
		Dir: p.Module.Dir, Verb: "try", Trial: mutation.Trial{Seed: 1, Runs: 20, Insist: true}}})
	for _, x := range r.Mutants {
		i := slices.IndexFunc(fatal, func(f fatality) bool { return f.function == x.Function })
		if x.How != fatal[i].how || !slices.Contains(x.By, fatal[i].by) {
			t.Errorf("%s: killed by %s %v, want %s %s", x.Function, x.How, x.By, fatal[i].how, fatal[i].by)
		}
	}
	if r.Verdict != reports.Pass || r.Killed != len(fatal) || r.ByInvariant != 50 {
		t.Errorf("%s: %d killed, %v %% by invariants", r.Verdict, r.Killed, r.ByInvariant)
	}
}

// A trial ends at the first notice; the reference gives none but of what never happens.
func TestTrial(t *testing.T) {
	lengthy.Only(t, "the library, and every single fault of a cluster")
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	try := func(trial mutation.Trial, name string) *mutation.Testimony {
		e := reference.Engine()
		if w, ok := wrong.Find(name); ok {
			e = w.Engine
		}
		trial.Subjects = []exhaust.Subject{tiny(t)}
		said, err := trial.Run(t.Context(), e, all)
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	if said := try(mutation.Trial{Seed: 1, Runs: 5}, "no-drain"); said.Notice == nil || said.Notice.Runs != said.Runs || said.Runs > len(all) {
		t.Errorf("no-drain: %+v", said)
	}
	said := try(mutation.Trial{Seed: 1, Runs: 5, Goals: []string{"no such goal"}}, "")
	if said.Notice == nil || said.Notice.How != reports.ByGoal || len(said.Notice.By) != 1 {
		t.Errorf("a goal that is never reached: %+v", said)
	}
	if said.Runs != len(all)+singles(t)+5 || len(said.Reached) == 0 {
		t.Errorf("the reference: %+v", said)
	}
}

// An engine whose runs take long is tried with few of them.
func TestFewSingles(t *testing.T) {
	trial := mutation.Trial{Seed: 1, Singles: 7, Subjects: []exhaust.Subject{tiny(t)}}
	if said, err := trial.Run(t.Context(), reference.Engine(), nil); err != nil || said.Notice != nil || said.Runs != 1+7 {
		t.Errorf("%+v, error %v", said, err)
	}
}

// singles is how many runs that stage makes of the reference: one for each cell, and
// the one without a fault.
func singles(t *testing.T) int {
	t.Helper()
	p, err := exhaust.Prepare(t.Context(), tiny(t), reference.Engine(), 1)
	if err != nil || len(p.Cells) == 0 {
		t.Fatalf("no cells; error %v", err)
	}
	return 1 + len(p.Cells)
}

// What only a single fault shows is noticed by the stage that tries them.
func TestSinglesNotice(t *testing.T) {
	w, _ := wrong.Find("lease-without-fence")
	trial := mutation.Trial{Seed: 1, Runs: 0}
	said, err := trial.Run(t.Context(), w.Engine, nil)
	if err != nil || said.Notice == nil || said.Notice.Stage != "singles" || said.Notice.How != reports.ByInvariant {
		t.Errorf("%+v, error %v", said, err)
	}
}

// An engine that has a home is tried in random runs of that.
func TestTriedAtHome(t *testing.T) {
	asked := 0
	home := func(e engine.Engine, seed uint64) deploy.Setup {
		asked++
		return deploy.Standard(e, seed)
	}
	trial := mutation.Trial{Seed: 1, Runs: 3, Home: home, Subjects: []exhaust.Subject{tiny(t)}}
	if said, err := trial.Run(t.Context(), reference.Engine(), nil); err != nil || said.Notice != nil || asked < 3 {
		t.Errorf("%d runs at home, %+v, error %v", asked, said, err)
	}
}

// A scenario that an engine misses as it stands is not held against its mutants; an
// invariant that fires is worth more than one that is missed.
func TestExpectations(t *testing.T) {
	lengthy.Only(t, "every single fault of a cluster, four times")
	s, err := scenarios.Parse("x.yaml", []byte(`name: x
lesson: 1
story: Nothing goes wrong, and something else is expected.
given: {duration: 30s}
when:
  - {at: 4s, trigger: {window: w1}}
then: {outcomes: {w1: aborted}}
breaks: {engine: no-drain, invariant: S2}
`))
	if err != nil {
		t.Fatal(err)
	}
	try := func(trial mutation.Trial, e engine.Engine) *mutation.Testimony {
		trial.Seed, trial.Runs = 1, 10
		trial.Subjects = []exhaust.Subject{tiny(t)}
		said, err := trial.Run(t.Context(), e, []*scenarios.Scenario{s})
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	unchanged := try(mutation.Trial{Unchanged: true}, reference.Engine())
	if unchanged.Notice != nil || !slices.Equal(unchanged.Missed, []string{"x"}) || unchanged.Runs != 1+singles(t)+10 {
		t.Errorf("unchanged: %+v", unchanged)
	}
	if said := try(mutation.Trial{}, reference.Engine()); said.Notice == nil || said.Notice.How != reports.ByExpectation || said.Runs != 1 {
		t.Errorf("not excused: %+v", said)
	}
	if said := try(mutation.Trial{Insist: true}, reference.Engine()); said.Notice == nil || said.Notice.How != reports.ByExpectation || said.Runs != 1+singles(t)+10 {
		t.Errorf("insisted, and nothing better came: %+v", said)
	}
	w, _ := wrong.Find("no-drain")
	if said := try(mutation.Trial{Excused: unchanged.Missed}, w.Engine); said.Notice == nil || said.Notice.How != reports.ByInvariant {
		t.Errorf("excused: %+v", said.Notice)
	}
	if said := try(mutation.Trial{Insist: true}, w.Engine); said.Notice == nil || said.Notice.How != reports.ByInvariant {
		t.Errorf("insisted: %+v", said.Notice)
	}
	// Of what is noticed with nothing changed there is a repro.
	said := try(mutation.Trial{Unchanged: true, ReproDir: t.TempDir()}, w.Engine)
	if said.Notice == nil {
		t.Fatalf("%+v", said)
	}
	if r, err := campaign.LoadRepro(said.Notice.Repro); err != nil || r.Engine != w.Engine.Name {
		t.Errorf("%+v, error %v", said.Notice, err)
	}
}

// tiny is a cluster of one node that makes a key's first version, for four seconds.
func tiny(t *testing.T) exhaust.Subject {
	t.Helper()
	text, err := os.ReadFile("../exhaust/testdata/tiny.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Parse("tiny.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return exhaust.Of(s)
}

func TestCommand(t *testing.T) {
	p := load(t, "../../engine/reference")
	for name, want := range map[string]string{"": "pawl/cmd/pawl", "../../cmd/pawl": "pawl/cmd/pawl", "pawl/cmd/pawl": "pawl/cmd/pawl"} {
		if got, err := mutation.Command(t.Context(), p, ".", name); err != nil || got != want {
			t.Errorf("%q: %s, error %v", name, got, err)
		}
	}
	if _, err := mutation.Command(t.Context(), p, ".", "pawl/checker"); err == nil {
		t.Error("a package that is no command makes runs")
	}
	if _, err := mutation.Command(t.Context(), load(t, "testdata/tested"), ".", "pawl/cmd/pawl"); err == nil {
		t.Error("a command without the package makes runs")
	}
}
