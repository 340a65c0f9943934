package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A contest is how soon each strategy catches each engine that must fail. It is kept in a file, and
// told in a page; with PAWL_REWRITE=1 the test goes on with it where the file ends, which takes long:
// what was made is saved as it comes. An engine and a strategy with no run yet are hunted first.
type contest struct {
	Most    int       // runs of a hunt
	Hunts   []hunted  // those of one engine together
	Decided []decided // of seed 1, of each engine that random runs catch
}

// A hunted is an engine hunted by one strategy.
type hunted struct {
	Engine, Strategy string
	First            []int // for each seed, from 1 on, the number of the run that catches it; 0: none
}

// A decided is a plan by which an engine is caught, with all else drawn anew.
type decided struct {
	Engine  string
	Run     int  // of the campaign
	PCT     bool // it is caught with requests ordered by ranks
	Uniform bool // and evenly
	Again   int  // how often the plan was made with a new seed until it was caught again; at most mostAgain
}

const (
	contestFile  = "testdata/strategies.json"
	contestPage  = "strategies.md"
	contestSeeds = 20
	mostAgain    = 20
)

// TestTheContest holds the page to the file, and the file to runs: some of each sort are made again.
func TestTheContest(t *testing.T) {
	defer sim.CollectSeldom()()
	data, err := os.ReadFile(contestFile)
	if err != nil {
		t.Fatal(err)
	}
	var c contest
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	if os.Getenv(rewrite) != "" {
		c.goOn(t)
		c.save(t)
	}
	page, err := os.ReadFile(contestPage)
	if err != nil || string(page) != c.page() {
		t.Errorf("%s is not what %s says (%v); %s=1 makes it anew", contestPage, contestFile, err, rewrite)
	}
	for _, d := range c.Decided[:3] {
		if got := decide(t, d.Engine, d.Run); got != d {
			t.Errorf("%+v, and the file has %+v", got, d)
		}
	}
	for _, h := range c.Hunts {
		if h.Engine == "frozen-keyset" && h.Strategy == "guided" {
			if got := firstCaught(t, simulated(), h.Engine, h.Strategy, 1, h.First[0]); got != h.First[0] {
				t.Errorf("%s is caught by run %d of %s, and the file has %d", h.Engine, got, h.Strategy, h.First[0])
			}
			return
		}
	}
	t.Error("no hunt was made again")
}

// firstCaught is the number of the run that catches; 0: none did.
func firstCaught(t *testing.T, runner scenarios.Runner, engine, strategy string, seed uint64, most int) int {
	t.Helper()
	w, _ := wrong.Find(engine)
	s, err := StrategyOf(strategy)
	if err != nil {
		t.Fatal(err)
	}
	k, err := Hunt{Runner: runner, Engine: w.Engine, MustFire: w.MustFire, Seed: seed, MaxRuns: most, Strategy: s}.Random(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !k.Caught {
		return 0
	}
	return k.Runs
}

// decide asks whether the plan of a run of seed 1 decides.
func decide(t *testing.T, engine string, run int) decided {
	t.Helper()
	w, _ := wrong.Find(engine)
	fires := func(c scenarios.Case) bool {
		c.NoLog = true
		o, err := simulated().Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer o.LetGo()
		return slices.ContainsFunc(o.Fired(), func(id string) bool { return slices.Contains(w.MustFire, id) })
	}
	c := (&Campaign{Engine: w.Engine, Seed: 1}).usual(run - 1)
	d := decided{Engine: engine, Run: run}
	c.Order = deploy.ByPriority
	d.PCT = fires(c)
	c.Order = deploy.Evenly
	d.Uniform = fires(c)
	setup := c.Setup()
	for d.Again < mostAgain {
		d.Again++
		if fires(scenarios.Case{Engine: w.Engine, Seed: SeedOf(1, "again", d.Again), Setting: &setup.Setting, Events: setup.Events}) {
			break
		}
	}
	return d
}

// goOn makes the hunts that are missing, those of the first seeds first.
func (c *contest) goOn(t *testing.T) {
	c.save(t)
	runner := simulated() // one for all hunts, most of which are of a few runs
	for seed := range contestSeeds {
		if seed == 1 && len(c.Decided) == 0 {
			c.decide(t)
		}
		for i := range c.Hunts {
			if h := &c.Hunts[i]; len(h.First) == seed {
				h.First = append(h.First, firstCaught(t, runner, h.Engine, h.Strategy, uint64(seed+1), c.Most))
				c.save(t)
			}
		}
	}
}

// decide asks of each engine that random runs of the first seed catch.
func (c *contest) decide(t *testing.T) {
	for _, h := range c.Hunts {
		if h.Strategy == Strategies[0].Name && h.First[0] > 0 {
			c.Decided = append(c.Decided, decide(t, h.Engine, h.First[0]))
		}
	}
	c.save(t)
}

func (c *contest) save(t *testing.T) {
	var b bytes.Buffer
	line := func(last bool, v any) {
		text, _ := json.Marshal(v) // numbers and texts
		b.WriteString("  " + string(text))
		if !last {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "{\n \"Most\": %d,\n \"Hunts\": [\n", c.Most)
	for i, h := range c.Hunts {
		line(i == len(c.Hunts)-1, h)
	}
	b.WriteString(" ],\n \"Decided\": [\n")
	for i, d := range c.Decided {
		line(i == len(c.Decided)-1, d)
	}
	b.WriteString(" ]\n}\n")
	for path, data := range map[string][]byte{contestFile: b.Bytes(), contestPage: []byte(c.page())} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// page tells it.
func (c *contest) page() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Runs to catch, by strategy\n")
	line("Random runs until what must catch an engine does, at most %d of a hunt: the median over seeds from 1 on, its 95 %% interval where there are seeds enough for one, and how many seeds. Made by `TestTheContest` from `%s`; engines that no other strategy was tried on are left out.\n", c.Most, contestFile)
	strategies := []string{}
	for _, s := range Strategies {
		if slices.ContainsFunc(c.Hunts, func(h hunted) bool { return h.Strategy == s.Name }) {
			strategies = append(strategies, s.Name)
		}
	}
	line("| Engine | %s |", strings.Join(strategies, " | "))
	line("|---|%s", strings.Repeat("---|", len(strategies)))
	for i, h := range c.Hunts {
		if i > 0 && c.Hunts[i-1].Engine == h.Engine {
			continue
		}
		of := c.Hunts[i:]
		n := slices.IndexFunc(of, func(x hunted) bool { return x.Engine != h.Engine })
		if n < 0 {
			n = len(of)
		}
		if of = of[:n]; n == 1 {
			continue
		}
		cells := []string{}
		for _, s := range strategies {
			cell := "–"
			if k := slices.IndexFunc(of, func(x hunted) bool { return x.Strategy == s }); k >= 0 {
				cell = c.cell(of[k].First)
			}
			cells = append(cells, cell)
		}
		line("| %s | %s |", h.Engine, strings.Join(cells, " | "))
	}
	c.whatDecides(line)
	return b.String()
}

// cell is the median of some seeds, with its interval.
func (c *contest) cell(runs []int) string {
	if len(runs) == 0 {
		return "–"
	}
	sorted := slices.Clone(runs)
	for i, n := range sorted {
		if n == 0 {
			sorted[i] = c.Most + 1
		}
	}
	slices.Sort(sorted)
	said := func(n int) string {
		if n > c.Most {
			return fmt.Sprintf("> %d", c.Most)
		}
		return fmt.Sprint(n)
	}
	text := said(sorted[(len(sorted)-1)/2])
	if k := rankOfInterval(len(sorted)); k > 0 {
		text += fmt.Sprintf(" (%s to %s)", said(sorted[k-1]), said(sorted[len(sorted)-k]))
	}
	return fmt.Sprintf("%s, %d", text, len(sorted))
}

// rankOfInterval is from which of n values in order, from 1, to which from their end the median lies
// with 95 %; 0: n are too few.
func rankOfInterval(n int) (k int) {
	below, choose := 0.0, 1.0 // fewer than k of n, if each is below the median as likely as not
	half := 1.0
	for range n {
		half /= 2
	}
	for {
		below += choose * half
		if 2*below > 0.05 {
			return k
		}
		k++
		choose = choose * float64(n-k+1) / float64(k)
	}
}

// whatDecides tells what became of plans that had caught, with all else drawn anew.
func (c *contest) whatDecides(line func(string, ...any)) {
	var pct, uniform, at, hard, atHard int
	for _, d := range c.Decided {
		one := func(n *int, so bool) {
			if so {
				*n++
			}
		}
		one(&pct, d.PCT)
		one(&uniform, d.Uniform)
		one(&at, d.Again == 1)
		one(&hard, d.Run >= hardFrom)
		one(&atHard, d.Run >= hardFrom && d.Again == 1)
	}
	line("\n## What decides\n")
	line("Of the %d plans that catch an engine first with seed 1, %d catch it with requests that contend ordered by ranks, %d with them ordered evenly, and %d with the first other seed that all but the plan is drawn from. Of the %d of them that come at run %d or later, it is %d.\n", len(c.Decided), pct, uniform, at, hard, hardFrom, atHard)
	line("How often a plan that has caught is made until it catches again is, on average, by how much the best choice of all but plans could come sooner: plans are met as often as they catch, and so the average of one over that is the share of plans that can catch at all, divided by the share of runs that do. Where it is one, nothing is left to gain.\n")
	line("| Made until caught again | Engines |\n|---|---|")
	for n := 1; n <= mostAgain; n++ {
		var names []string
		count := 0
		for _, d := range c.Decided {
			if d.Again == n {
				names, count = append(names, d.Engine), count+1
			}
		}
		switch {
		case n == 1:
			line("| 1 | %d |", count)
		case count > 0:
			line("| %d | %s |", n, strings.Join(names, ", "))
		}
	}
}

// hardFrom is from which run on a third of the engines are caught first with seed 1.
const hardFrom = 7
