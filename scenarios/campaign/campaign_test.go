package campaign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/library"
)

func wrongEngine(t testing.TB, name string) wrong.Engine {
	e, ok := wrong.Find(name)
	if !ok {
		t.Fatalf("no engine %q", name)
	}
	return e
}

func TestCampaignIsTheSameForAnyNumberOfJobs(t *testing.T) {
	find := func(jobs int) *Findings {
		c := Campaign{Runner: simulated(), Engine: wrongEngine(t, "no-drain").Engine, Seed: 7,
			Runs: 20, Scenarios: []*scenarios.Scenario{storm(t)}, Each: 2, Jobs: jobs, Again: 10}
		f, err := c.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.Failures {
			f.Failures[i].Outcome = nil // pointers, and functions in them
		}
		return f
	}
	one := find(1)
	if one.Runs != 22 || len(one.Failures) == 0 {
		t.Fatalf("%d runs and %d failures: want 22 and some", one.Runs, len(one.Failures))
	}
	if many := find(7); !reflect.DeepEqual(one, many) {
		t.Errorf("7 jobs: %+v\none job: %+v", many, one)
	}
}

func TestSeedsAreStableAndDifferent(t *testing.T) {
	if got := SeedOf(1, "", 0); got != goldenSeed {
		t.Errorf("seed of the first run of campaign 1 is %d, was %d: every recorded campaign has changed", got, uint64(goldenSeed))
	}
	seen := map[uint64]bool{}
	for _, scenario := range []string{"", "a", "b"} {
		for campaign := range uint64(20) {
			for run := range 50 {
				seen[SeedOf(campaign, scenario, run)] = true
			}
		}
	}
	if len(seen) != 3*20*50 {
		t.Errorf("%d different seeds of %d", len(seen), 3*20*50)
	}
}

const goldenSeed = 2055932903465607768

// A fake makes runs as a function says.
type fake func(c scenarios.Case) (scenarios.Outcome, error)

func (f fake) Run(_ context.Context, c scenarios.Case) (scenarios.Outcome, error) {
	o, err := f(c)
	o.Case = c
	return o, err
}

func TestRunThatIsNotDeterministicIsFound(t *testing.T) {
	var made atomic.Int64
	d := fake(func(scenarios.Case) (o scenarios.Outcome, _ error) {
		o.Hash[0] = byte(made.Add(1))
		return o, nil
	})
	f, err := (&Campaign{Runner: d, Runs: 3}).Run(t.Context())
	if err != nil || f.Twice < fewestAgain || len(f.Inconsistent) != f.Twice {
		t.Errorf("%d runs made twice, %d found to be different, error %v", f.Twice, len(f.Inconsistent), err)
	}
}

// Scenarios take turns, and the seed of a run depends on no other scenario.
func TestScenariosTakeTurns(t *testing.T) {
	a, b := &scenarios.Scenario{Name: "a"}, &scenarios.Scenario{Name: "b"}
	c := Campaign{Seed: 7, Scenarios: []*scenarios.Scenario{a, b}, Each: 3, Runs: 2}
	for i, want := range []scenarios.Case{
		{Scenario: a, Seed: SeedOf(7, "a", 0)}, {Scenario: b, Seed: SeedOf(7, "b", 0)},
		{Scenario: a, Seed: SeedOf(7, "a", 1)}, {Scenario: b, Seed: SeedOf(7, "b", 1)},
		{Scenario: a, Seed: SeedOf(7, "a", 2)}, {Scenario: b, Seed: SeedOf(7, "b", 2)},
		{Seed: SeedOf(7, "", 0)}, {Seed: SeedOf(7, "", 1)},
	} {
		if got := c.Case(i); got.Scenario != want.Scenario || got.Seed != want.Seed {
			t.Errorf("run %d: %s, seed %d", i, got.Scenario.Name, got.Seed)
		}
	}
}

func TestInterruptedCampaignKeepsWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var made atomic.Int64
	d := fake(func(scenarios.Case) (scenarios.Outcome, error) {
		if made.Add(1) == 20 {
			cancel()
		}
		return scenarios.Outcome{}, nil
	})
	f, err := (&Campaign{Runner: d, Runs: 100_000, Jobs: 3}).Run(ctx)
	if err != nil || !f.Interrupted || f.Runs < 10 || f.Runs > 30 {
		t.Errorf("%d runs, interrupted %v, error %v", f.Runs, f.Interrupted, err)
	}
}

func TestBudgetStopsStartingRuns(t *testing.T) {
	d := fake(func(scenarios.Case) (scenarios.Outcome, error) {
		time.Sleep(5 * time.Millisecond)
		return scenarios.Outcome{}, nil
	})
	f, err := (&Campaign{Runner: d, Runs: 100_000, Budget: 50 * time.Millisecond}).Run(t.Context())
	if err != nil || f.Interrupted || f.Runs == 0 || f.Runs > 1000 {
		t.Errorf("%d runs, interrupted %v, error %v", f.Runs, f.Interrupted, err)
	}
}

func TestCampaignOfNothing(t *testing.T) {
	f, err := (&Campaign{Runner: fake(nil)}).Run(t.Context())
	if err != nil || f.Runs != 0 {
		t.Errorf("%d runs, error %v", f.Runs, err)
	}
}

func TestErrorOfARunEndsTheCampaign(t *testing.T) {
	d := fake(func(c scenarios.Case) (scenarios.Outcome, error) {
		return scenarios.Outcome{}, fmt.Errorf("seed %d", c.Seed)
	})
	_, err := (&Campaign{Runner: d, Runs: 100, Jobs: 4}).Run(t.Context())
	if want := fmt.Sprintf("seed %d", SeedOf(0, "", 0)); err == nil || err.Error() != want {
		t.Errorf("error %v, want that of the first run: %s", err, want)
	}
}

func TestInOrder(t *testing.T) {
	var got []int
	always := func() bool { return true }
	InOrder(5, 200, always, func(i int) int {
		time.Sleep(time.Duration(rand.IntN(100)) * time.Microsecond)
		return i * i
	}, func(i, value int) bool {
		if value != i*i {
			t.Errorf("%d came as %d", i, value)
		}
		got = append(got, i)
		return len(got) < 150
	})
	if len(got) != 150 || !slices.IsSorted(got) {
		t.Errorf("%d in order %v, want 150 in theirs", len(got), slices.IsSorted(got))
	}
}

func TestPanicInARunIsRaisedInTheCaller(t *testing.T) {
	defer func() {
		if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), "boom") {
			t.Errorf("recovered %v", r)
		}
	}()
	d := fake(func(scenarios.Case) (scenarios.Outcome, error) { panic("boom") })
	_, _ = (&Campaign{Runner: d, Runs: 10, Jobs: 2}).Run(t.Context())
}

func TestHunt(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	h := Hunt{Runner: simulated(), Engine: w.Engine, MustFire: w.MustFire, Seed: 1, MaxRuns: 500}
	var runs []int
	for _, h.Jobs = range []int{1, 4} {
		k, err := h.Random(t.Context())
		if err != nil || !k.Caught || !slices.Contains(k.CaughtBy, "S2") || k.Outcome.Case.Seed != SeedOf(1, "", k.Runs-1) {
			t.Fatalf("%+v, error %v", k, err)
		}
		runs = append(runs, k.Runs)
	}
	if runs[0] != runs[1] {
		t.Errorf("caught after %d runs with one job, %d with four", runs[0], runs[1])
	}
	h.Engine, h.MaxRuns = reference.Engine(), 5
	if k, err := h.Random(t.Context()); err != nil || k.Caught || k.Runs != 5 || len(k.CaughtBy) != 0 {
		t.Errorf("the reference: %+v, error %v", k, err)
	}
}

func BenchmarkCampaign(b *testing.B) {
	b.ReportAllocs()
	c := Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 1, Runs: b.N}
	if _, err := c.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// The runs of a scenario are the same beside others and alone: reports say with which command
// those behind a claim are made again.
func TestScenariosHaveTheirOwnSeeds(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	many := Campaign{Engine: reference.Engine(), Seed: 5, Scenarios: all[:3], Each: ScenarioRuns, Runs: 2}
	for i := range len(many.Scenarios) * ScenarioRuns {
		c := many.Case(i)
		alone := Campaign{Engine: reference.Engine(), Seed: 5, Scenarios: []*scenarios.Scenario{c.Scenario}, Each: ScenarioRuns}
		if same := alone.Case(i / len(many.Scenarios)); same.Seed != c.Seed || same.Scenario != c.Scenario {
			t.Errorf("run %d, of %s: seed %d, and alone %d", i, c.Scenario.Name, c.Seed, same.Seed)
		}
	}
}
