package campaign

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios/library"
)

// remaking is a check of an engine in some runs, and what makes them again.
type remaking struct {
	gate   func() *Gate
	result *reports.Check
}

func remakingOf(t *testing.T, e engine.Engine, seed uint64) remaking {
	t.Helper()
	x := remaking{gate: gateOf(t, e, seed)}
	var err error
	if x.result, err = x.gate().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return x
}

// gateOf makes the checks of an engine that are made again.
func gateOf(t *testing.T, e engine.Engine, seed uint64) func() *Gate {
	t.Helper()
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	return func() *Gate {
		return &Gate{Engine: e, Measure: reference.Engine(), Library: all[:2], Seed: seed, Runs: 12, ReproDir: t.TempDir(), Again: "pawl check",
			Planted: []wrong.Engine{wrongEngine(t, "cron"), wrongEngine(t, "no-drain"), wrongEngine(t, "early-revoke")}}
	}
}

// remakingOfTheReference is made once: nothing that is done with it changes its result.
func remakingOfTheReference(t *testing.T) remaking {
	t.Helper()
	sound.once.Do(func() { sound.result = remakingOf(t, reference.Engine(), 7).result })
	if sound.result == nil {
		t.Fatal("it could not be made")
	}
	return remaking{gateOf(t, reference.Engine(), 7), sound.result}
}

var sound struct {
	once   sync.Once
	result *reports.Check
}

// again makes runs of a result again, which was changed after it was made.
func (x remaking) again(t *testing.T, word string, singles SinglesRemaker, spoil func(c *reports.Check)) Had {
	t.Helper()
	c := *x.result
	c.Planted, c.Scenarios = slices.Clone(c.Planted), slices.Clone(c.Scenarios)
	spoil(&c)
	had, err := (&Remaking{Gate: x.gate(), Result: &c, Singles: singles, Word: word, Runs: 6}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return had
}

// bad are what is wrong with what was made again, and seeds what was made.
func (h *Had) bad() (all []string, seeds string) {
	for _, x := range h.Remade {
		seeds += " " + x.Seed
		if !x.OK {
			all = append(all, x.String())
		}
	}
	return append(all, h.Wrong...), seeds
}

// hashed gives a result the hashes of another.
func hashed(c, of *reports.Check) { c.RunHashes, c.TraceHash = of.RunHashes, of.TraceHash }

// TestRemade: what a result tells of comes out the same when it is made again, and which runs
// these are follows from the word.
func TestRemade(t *testing.T) {
	good := remakingOfTheReference(t)
	none := func(*reports.Check) {}
	had := good.again(t, "a", nil, none)
	bad, seeds := had.bad()
	if len(bad) > 0 || len(had.Remade) != 6+6+3 {
		t.Errorf("%d were made: %s", len(had.Remade), strings.Join(bad, "\n"))
	}
	if want := fmt.Sprintf("6 of %d runs of the campaign, 6 fresh random runs, 3 of 3 planted bugs", good.result.Runs); sampledText(had.Sampled) != want {
		t.Errorf("%s, want %s", sampledText(had.Sampled), want)
	}
	had = good.again(t, "a", nil, none)
	if _, again := had.bad(); again != seeds {
		t.Error("the same word chooses other runs")
	}
	had = good.again(t, "b", nil, none)
	if _, other := had.bad(); other == seeds {
		t.Error("another word chooses the same runs")
	}
	torn := *good.result
	torn.RunHashes = torn.RunHashes[:20]
	if _, err := (&Remaking{Gate: good.gate(), Result: &torn}).Run(t.Context()); err == nil {
		t.Error("hashes that are not of all runs are taken")
	}
}

func TestRemadeOfWhatFails(t *testing.T) {
	lengthy.Only(t, "some hundred runs")
	good := remakingOfTheReference(t)
	none := func(*reports.Check) {}
	failing := remakingOf(t, wrongEngine(t, "no-drain").Engine, 7)
	had := failing.again(t, "a", nil, none)
	if bad, _ := had.bad(); len(bad) > 0 {
		t.Errorf("of an engine that fails: %s", strings.Join(bad, "\n"))
	}
	if failing.result.Outcomes.Violated == 0 {
		t.Fatal("nothing is violated")
	}
	for want, spoil := range map[string]func(c *reports.Check){
		"fewer runs that are violated": func(c *reports.Check) {
			c.Outcomes = reports.Outcomes{Passed: c.Runs, Missed: c.Runs}
		},
		"invariants says that no run does": func(c *reports.Check) {
			c.Invariants = slices.Clone(c.Invariants)
			for i := range c.Invariants {
				c.Invariants[i].Violated = 0
			}
		},
		"a result with the verdict pass says that there is none such": func(c *reports.Check) { c.Decide(reports.Pass) },
		"and the scenario is said to come to pass": func(c *reports.Check) {
			for i := range c.Scenarios {
				c.Scenarios[i].Verdict = reports.Pass
			}
		},
		"another run than the one that was recorded": func(c *reports.Check) { hashed(c, good.result) },
	} {
		had := failing.again(t, "a", nil, spoil)
		if bad, _ := had.bad(); !strings.Contains(strings.Join(bad, "\n"), want) {
			t.Errorf("%s; want %s", strings.Join(bad, "\n"), want)
		}
	}
}

func sampledText(all []reports.Sampled) string {
	var texts []string
	for _, s := range all {
		texts = append(texts, s.String())
	}
	return strings.Join(texts, ", ")
}

// TestHeld: what follows from the question is had again, and nothing is run where it is not what
// the result says.
func TestHeld(t *testing.T) {
	good := remakingOfTheReference(t)
	for want, spoil := range map[string]func(c *reports.Check){
		"contract is lax":                func(c *reports.Check) { c.Contract = "lax" },
		"engine is mine":                 func(c *reports.Check) { c.Engine = "mine" },
		"seed is 8":                      func(c *reports.Check) { c.Seed = "8" },
		"assumptions is":                 func(c *reports.Check) { c.Assumptions = c.Assumptions[1:] },
		"left_out is [x]":                func(c *reports.Check) { c.LeftOut = []string{"x"} },
		"policy is":                      func(c *reports.Check) { c.Policy = nil },
		"kept_of_each is 1":              func(c *reports.Check) { c.KeptOfEach = 1 },
		"scenarios is":                   func(c *reports.Check) { c.Scenarios = c.Scenarios[1:] },
		"invariants is":                  func(c *reports.Check) { c.Invariants = c.Invariants[1:] },
		"faults is":                      func(c *reports.Check) { c.Faults = c.Faults[1:] },
		"sometimes is":                   func(c *reports.Check) { c.Sometimes = c.Sometimes[1:] },
		"runs_meant is 9":                func(c *reports.Check) { cutTo(c, 9) },
		"random_runs is 11":              func(c *reports.Check) { c.RandomRuns-- },
		"has its turn":                   func(c *reports.Check) { c.Scenarios[0].Runs-- },
		"not cron, drawn false":          func(c *reports.Check) { c.Planted = nil },
		"no-drain, drawn false in place": func(c *reports.Check) { c.Planted = append(c.Planted[1:], c.Planted[0]) },
		"cron, drawn true in place":      func(c *reports.Check) { c.Planted[0].Drawn = true },
		"this check plants 0":            func(c *reports.Check) { c.PortBugs = []reports.PortBug{{Engine: "x"}} },
		"waivers has S2 neither": func(c *reports.Check) {
			c.Violations, c.Waivers = []reports.Failure{{Invariant: "S2", Run: 1}}, &reports.Waivers{}
		},
	} {
		had := good.again(t, "a", nil, spoil)
		bad, _ := had.bad()
		if !strings.Contains(strings.Join(bad, "\n"), want) || len(had.Remade) > 0 {
			t.Errorf("%s; want %s", strings.Join(bad, "\n"), want)
		}
	}
	if again := good.gate().Concluded(good.result); again.Verdict != good.result.Verdict || again.Closing != good.result.Closing || again.Next != good.result.Next {
		t.Errorf("%+v", again)
	}
	changed := *good.result
	changed.Sometimes = slices.Clone(changed.Sometimes)
	changed.Decide(reports.Violation)
	if again := good.gate().Concluded(&changed); again.Verdict == reports.Violation {
		t.Error("a verdict is taken that the numbers do not come to")
	}
}

// cutTo leaves of a result only its first runs.
func cutTo(c *reports.Check, runs int) {
	raw, _ := c.Hashes()
	c.Runs, c.RunsMeant, c.RunHashes = runs, runs, base64.StdEncoding.EncodeToString(raw[:runs*reports.HashBytes])
	c.TraceHash = hexOf(sha256.Sum256(raw[:runs*reports.HashBytes]))
}

// TestHuntedAgain: that a bug was caught is had again, and how.
func TestHuntedAgain(t *testing.T) {
	good := remakingOfTheReference(t)
	for _, spoil := range []func(p *reports.Planted){
		func(p *reports.Planted) { p.Runs++ }, func(p *reports.Planted) { p.CaughtBy = []string{"L4"} }, func(p *reports.Planted) { p.Lesson++ },
	} {
		c := *good.result
		c.Planted = slices.Clone(c.Planted)
		spoil(&c.Planted[1])
		m := Remaking{Gate: good.gate(), Result: &c, Runs: 6}
		if err := m.planted(t.Context()); err != nil {
			t.Fatal(err)
		}
		if bad, _ := m.had.bad(); len(bad) != 1 || !strings.Contains(bad[0], "hunt no-drain") {
			t.Errorf("%q", bad)
		}
	}
}

// someCells are ten single faults, of which the fourth violates.
type someCells struct{}

func (someCells) Remake(_ context.Context, pick func(int) []int) (plan reports.Exhausted, made []MadeCell, err error) {
	for _, n := range pick(10) {
		c := MadeCell{Number: n, Event: "crash", Upshot: "passed"}
		if n == 3 {
			c.Upshot, c.Listed = "violated", true
		}
		made = append(made, c)
	}
	return reports.Exhausted{Scenario: "small", FaultFree: "passed", Moments: 5, Cells: 10}, made, nil
}

// TestSinglesAgain: of single faults only counts are told, and none may be what none is said to be.
func TestSinglesAgain(t *testing.T) {
	sound := reports.Exhausted{Scenario: "small", FaultFree: "passed", Moments: 5, Cells: 10, Run: 10, Bit: 10, Passed: 9, Violated: 1}
	told := func(singles SinglesRemaker, x *reports.Exhausted) (text string) {
		for seed := range uint64(6) { // some of them choose the fourth
			m := Remaking{Gate: &Gate{}, Result: &reports.Check{Runs: 1, Exhaust: x}, Singles: singles, Runs: 6, seed: seed}
			if err := m.singles(t.Context()); err != nil {
				t.Fatal(err)
			}
			bad, _ := m.had.bad()
			text += strings.Join(bad, "\n")
		}
		return text
	}
	for _, c := range []struct {
		want  string
		spoil func(x *reports.Exhausted)
	}{
		{"", func(*reports.Exhausted) {}},
		{`exhaust has fewer cells that are "violated"`, func(x *reports.Exhausted) { x.Passed, x.Violated = 10, 0 }},
		{`exhaust has fewer cells that are "passed"`, func(x *reports.Exhausted) { x.Passed, x.Violated = 1, 9 }},
		{"exhaust speaks of 9 cells", func(x *reports.Exhausted) { x.Cells, x.Run, x.Passed = 9, 9, 8 }},
		{"exhaust speaks of 10 cells of 4 moments", func(x *reports.Exhausted) { x.Moments = 4 }},
	} {
		x := sound
		c.spoil(&x)
		if told := told(someCells{}, &x); c.want == "" && told != "" || !strings.Contains(told, c.want) {
			t.Errorf("%s; want %s", told, c.want)
		}
	}
	if told := told(someCells{}, nil); !strings.Contains(told, "exhaust is null") {
		t.Error(told)
	}
	if told := told(nil, &sound); !strings.Contains(told, "tries no single faults") {
		t.Error(told)
	}
}

// TestUnquoted: a command is cut into the words that it was put together from.
func TestUnquoted(t *testing.T) {
	for _, words := range [][]string{{"pawl", "check"}, {"a b", "it's", "--x", "", "''", "tab\there"}} {
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, Quoted(w))
		}
		if got, err := Unquoted(strings.Join(quoted, " ")); err != nil || !slices.Equal(got, words) {
			t.Errorf("%q, %v; want %q", got, err, words)
		}
	}
	for _, bad := range []string{"a;b", "'a", "a'b'", `a\ b`} {
		if got, err := Unquoted(bad); err == nil {
			t.Errorf("%q is taken for %q", bad, got)
		}
	}
}
