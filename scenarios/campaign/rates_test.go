package campaign

import (
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/sim/deploy"
)

// rated is what the rates of an engine say, over the first random runs of a seed.
func rated(t *testing.T, e engine.Engine, seed uint64) reports.Rates {
	t.Helper()
	g := Gate{Engine: e, Measure: reference.Engine(), Seed: seed}
	c := &Campaign{Runner: simulated(), Engine: e, Seed: seed, Runs: sampledRuns}
	f, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := g.rates(t.Context(), &f.Counts, f.Sampled)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func missedMeasures(r reports.Rates) (all []string) {
	for _, x := range r.Rates {
		if !x.Met {
			all = append(all, x.Measure)
		}
	}
	return all
}

// TestUselessEnginesAreRed: each by what it does too little or too much.
func TestUselessEnginesAreRed(t *testing.T) {
	for name, want := range map[string]string{
		"always-unavailable": "opens",
		"never-retires":      "destroyed versions",
		"renews-in-a-storm":  "requests of nodes",
	} {
		if name != "never-retires" && !lengthy.Wanted() {
			continue
		}
		e, found := wrong.Find(name)
		if !found {
			t.Fatalf("there is no %s", name)
		}
		r := rated(t, e.Engine, 1)
		if missed := missedMeasures(r); !slices.Contains(missed, want) {
			t.Errorf("%s: missed are %q of %+v, want %s", name, missed, r.Rates, want)
		}
	}
}

// TestReferenceIsNotRed, against what it is asked for; nor would it be against itself
// under other seeds, which is more than two engines in the same runs can differ by chance.
func TestReferenceIsNotRed(t *testing.T) {
	c := &Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 5, Runs: 6 * sampledRuns}
	var samples []checker.Counts
	for i, taken := 0, 0; taken < c.Runs; i++ {
		one := c.Case(i)
		if setup := one.Setup(); len(setup.Events) > deploy.MaxEvents {
			continue // of very many rotations
		}
		o, err := c.Runner.Run(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		if taken%sampledRuns == 0 {
			samples = append(samples, checker.Counts{})
		}
		taken++
		samples[len(samples)-1].Add(o.Report.Counts)
	}
	for i := range samples {
		if missed := missedMeasures(reports.Rates{Rates: asked(&samples[i])}); missed != nil {
			t.Errorf("sample %d: missed are %q of what was asked for, %+v", i, missed, samples[i])
		}
		for j := range samples {
			if missed := missedMeasures(reports.Rates{Rates: against(&samples[i], &samples[j])}); missed != nil {
				t.Errorf("sample %d against %d: missed are %q: %+v and %+v", i, j, missed, samples[i], samples[j])
			}
		}
	}
}

// TestBoundsOfRates: half is enough, and less is not; double is, and more is not, but for
// the few that are let pass.
func TestBoundsOfRates(t *testing.T) {
	measure := checker.Counts{Seals: 200, Denials: 10, Opens: 100, Unavailable: 0, Admitted: 20, Commits: 20, Replaced: 10, Destroyed: 10,
		Nodes: 1000, Workers: 500, Record: true}
	edge := checker.Counts{Seals: 100, Denials: 40, Opens: 50, Unavailable: 10, Admitted: 20, Commits: 10, Replaced: 10, Destroyed: 5,
		Nodes: 2000, Workers: 1000, Record: true}
	if missed := missedMeasures(reports.Rates{Rates: against(&edge, &measure)}); missed != nil {
		t.Errorf("at the bounds: missed are %q", missed)
	}
	for name, beyond := range map[string]func(c *checker.Counts){
		"seals":               func(c *checker.Counts) { c.Seals-- },
		"opens":               func(c *checker.Counts) { c.Opens-- },
		"denials":             func(c *checker.Counts) { c.Denials++ },
		"unavailable opens":   func(c *checker.Counts) { c.Unavailable++ },
		"commits":             func(c *checker.Counts) { c.Commits-- },
		"destroyed versions":  func(c *checker.Counts) { c.Destroyed-- },
		"requests of nodes":   func(c *checker.Counts) { c.Nodes++ },
		"requests of workers": func(c *checker.Counts) { c.Workers++ },
	} {
		c := edge
		beyond(&c)
		r := reports.Rates{Measure: "reference", Rates: against(&c, &measure)}
		if missed := missedMeasures(r); !slices.Equal(missed, []string{name}) {
			t.Errorf("%s beyond its bound: missed are %q", name, missed)
		}
		if told := missedRates(&r); len(told) != 1 || !strings.HasPrefix(told[0].text, name+": ") {
			t.Errorf("%s beyond its bound is told as %+v", name, told)
		}
	}
	edge.Record = false
	if n, all := len(against(&edge, &measure)), len(comparisons)+len(always(&edge)); n != all-2 {
		t.Errorf("of an engine that tells of no record %d of %d are compared", n, all)
	}
	for name, beyond := range map[string]func(c *checker.Counts){
		"seals":              func(c *checker.Counts) { c.Denials = 201 },
		"opens":              func(c *checker.Counts) { c.Unavailable = 101 },
		"commits":            func(c *checker.Counts) { c.Commits = 9 },
		"destroyed versions": func(c *checker.Counts) { c.Destroyed = 4 },
		acts:                 func(c *checker.Counts) { c.Acts, c.Unsupported = 3, 2 },
		keysLeft:             func(c *checker.Counts) { c.Happened, c.Left = 10, 41 },
	} {
		c := measure
		beyond(&c)
		if missed := missedMeasures(reports.Rates{Rates: asked(&c)}); !slices.Equal(missed, []string{name}) {
			t.Errorf("%s beyond its bound: missed are %q of what is asked", name, missed)
		}
	}
}
