package reports

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Given is a result that somebody handed in, and where it was.
type Given struct {
	Path string
	*Check
}

// Parts puts the parts of one check in order, or says by name which of them is missing, there
// twice, of something else, or not the runs that a part of its number has.
func Parts(all []Given) ([]Given, error) {
	if len(all) == 0 {
		return nil, errors.New("no part of a check: want the results of check --shard 1/N to N/N")
	}
	for _, g := range all {
		if err := g.complete(); err != nil {
			return nil, err
		}
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y Given) int { return cmp.Compare(x.Part.Number, y.Part.Number) })
	first := all[0]
	for i, g := range all[1:] {
		if why := first.foreign(g.Check); why != "" {
			return nil, fmt.Errorf("%s and %s are of two checks: another %s", first.Path, g.Path, why)
		}
		if before := all[i]; before.Part.Number == g.Part.Number {
			return nil, fmt.Errorf("%s and %s are both part %d of %d", before.Path, g.Path, g.Part.Number, g.Part.Of)
		}
	}
	if len(all) < first.Part.Of {
		return nil, fmt.Errorf("of %d parts these are missing: %s", first.Part.Of, missing(numbersOf(all), first.Part.Of))
	}
	runs := 0
	for _, g := range all {
		runs += g.Runs
	}
	if runs != first.Part.Whole {
		return nil, fmt.Errorf("part.whole_runs is %d, and all parts have %d runs together", first.Part.Whole, runs)
	}
	for _, g := range all {
		if wrong := g.Part.tiles(g.Check); wrong != "" {
			return nil, fmt.Errorf("%s: %s; make part %d again", g.Path, wrong, g.Part.Number)
		}
	}
	return all, twicePlanted(all)
}

// complete says why a result is not all of a part.
func (g *Given) complete() error {
	switch p := g.Part; {
	case p == nil:
		return fmt.Errorf("%s is no part of a check: it is whole, or of another command than check --shard", g.Path)
	case p.Number < 1 || p.Number > p.Of || p.Of > MostParts:
		return fmt.Errorf("%s: part.number is %d of %d; want 1 to how many there are, which are at most %d", g.Path, p.Number, p.Of, MostParts)
	case g.Identity == nil:
		return fmt.Errorf("%s: identity is null, so that nobody can say what was tested, nor that it is what the other parts have tested", g.Path)
	case g.Interrupted || g.Runs < g.RunsMeant:
		return fmt.Errorf("%s is not complete, %d of %d runs: make part %d again", g.Path, g.Runs, g.RunsMeant, p.Number)
	}
	return nil
}

// fewMissing is how many parts are named that are missing: of thousands nobody reads more.
const fewMissing = 16

func numbersOf(all []Given) (numbers []int) {
	for _, g := range all {
		numbers = append(numbers, g.Part.Number)
	}
	return numbers
}

// missing names parts that are not there, of some that are in order and each there once.
func missing(all []int, of int) string {
	var names []string
	i := 0
	for n := 1; n <= of && len(names) < fewMissing; n++ {
		if i < len(all) && all[i] == n {
			i++
			continue
		}
		names = append(names, fmt.Sprint(n))
	}
	if more := of - len(all) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %s more", Number(more)))
	}
	return strings.Join(names, ", ")
}

// tiles says in what a part is not the part of the whole that its number stands for.
func (p *Part) tiles(c *Check) string {
	from, to := RangeOf(p.Whole, p.Number, p.Of)
	before := p.Whole - p.Random // runs of scenarios, in the whole
	if wrong := first(
		rule{p.Random <= p.Whole, fmt.Sprintf("part.whole_random_runs is %d, and part.whole_runs only %d", p.Random, p.Whole)},
		rule{p.First == from+1 && c.Runs == to-from, fmt.Sprintf("it has %d runs from number %d on, and part %d of %d has %d of %d runs, from number %d on", c.Runs, p.First, p.Number, p.Of, to-from, p.Whole, from+1)},
		rule{!p.Named || p.Random == 0 && c.RandomRuns == 0, "part.named is true, and there are random runs"},
		rule{!p.Named || c.Exhaust == nil, "part.named is true, and exhaust is not null"},
	); wrong != "" {
		return wrong
	}
	return cmp.Or(c.Turned(from, to, before), p.counts(c))
}

// Turned says in what the runs are not those from one number, from 0, to before another. Of a
// campaign the runs of scenarios come first, which take turns, and then the random ones.
func (c *Check) Turned(from, to, ofScenarios int) string {
	random := max(0, to-max(from, ofScenarios))
	if wrong := first(
		rule{c.RandomRuns == random, fmt.Sprintf("random_runs is %d, and %d of these runs come after those of scenarios", c.RandomRuns, random)},
		rule{ofScenarios == 0 || len(c.Scenarios) > 0 && ofScenarios%len(c.Scenarios) == 0, fmt.Sprintf("%d runs of the whole are of %d scenarios, which each have as many", ofScenarios, len(c.Scenarios))},
	); wrong != "" {
		return wrong
	}
	for i, s := range c.Scenarios {
		if want := turns(i, len(c.Scenarios), min(to, ofScenarios)) - turns(i, len(c.Scenarios), min(from, ofScenarios)); s.Runs != want {
			return fmt.Sprintf("scenarios #%d (%.40q) has %d runs, and has its turn %d times in these", i+1, s.Name, s.Runs, want)
		}
	}
	for i, f := range c.Violations {
		elsewhere := strings.HasPrefix(f.Scenario, Exhausting("")) || strings.HasPrefix(f.Scenario, Filling("")) || strings.HasPrefix(f.Scenario, OfCorpus(""))
		if !elsewhere && (f.Run <= from || f.Run > to) {
			return fmt.Sprintf("violations #%d is of run %d, which is none of these", i+1, f.Run)
		}
	}
	return ""
}

// turns is how often the i-th of several that take turns has had its turn after n of them.
func turns(i, of, n int) int { return (n + of - 1 - i) / of }

// counts says which numbers that only the whole is judged by cannot be.
func (p *Part) counts(c *Check) string {
	runs, prints, singles := c.Runs, 0, 0
	if x := c.Exhaust; x != nil {
		runs += x.Runs()
		from, to := RangeOf(x.Cells, p.Number, p.Of)
		singles = x.Run - (to - from)
	}
	seen := map[string]bool{} // looked up only
	twice := func(name string) rule {
		again := seen[name]
		seen[name] = true
		return rule{!again, fmt.Sprintf("part has %.60q twice", name)}
	}
	var rules []rule
	for _, x := range p.Prints {
		prints += x.Runs
		rules = append(rules, twice(x.Print), rule{x.Runs > 0 && x.Runs <= c.RandomRuns, fmt.Sprintf("part.fingerprints: %.40q has %d runs, and there are %d random ones", x.Print, x.Runs, c.RandomRuns)})
	}
	for _, x := range p.Felt {
		name := strings.Join([]string{x.Kind, x.Role, x.Phase}, ", ")
		rules = append(rules, twice(name), atMost(x.Random, "part.felt: random_runs of "+name, min(x.Runs, c.RandomRuns), "there are"), atMost(x.Runs, "part.felt: runs of "+name, runs, "there are"))
	}
	return first(append(rules,
		rule{prints == c.RandomRuns, fmt.Sprintf("part.fingerprints are of %d runs, and random_runs is %d", prints, c.RandomRuns)},
		rule{singles <= 0, "exhaust.run is more than this part has of exhaust.cells"},
		rule{c.Determinism.Twice <= c.Runs, "determinism.runs_made_twice is more than runs"},
		rule{c.RandomRuns > 0 || p.Counts == Counts{Record: p.Counts.Record, Acts: p.Counts.Acts, Unsupported: p.Counts.Unsupported}, "part.counts are of random runs, but for acts, and there are none"})...)
}

// twicePlanted says which bug is there twice: each is hunted in one part.
func twicePlanted(all []Given) error {
	in := map[string]string{} // where a bug was; looked up only
	for _, g := range all {
		var names []string
		for _, x := range g.Planted {
			names = append(names, x.Engine)
		}
		for _, x := range g.PortBugs {
			names = append(names, x.Engine)
		}
		for _, name := range names {
			if before, twice := in[name]; twice {
				return fmt.Errorf("%s and %s have both planted %s, which only one part has", before, g.Path, name)
			}
			in[name] = g.Path
		}
	}
	return nil
}

// foreign is by what a part is of another check; "" if it is of the same.
func (c *Check) foreign(x *Check) string {
	a, b := c.Part, x.Part
	for _, differs := range []struct {
		what string
		so   bool
	}{
		{"engine", c.Engine != x.Engine},
		{"seed", c.Seed != x.Seed},
		{"strategy", c.Strategy != x.Strategy},
		{"number of parts", a.Of != b.Of},
		{"number of runs", a.Whole != b.Whole || a.Random != b.Random || a.Named != b.Named},
		{"contract", c.Contract != x.Contract},
		{"set of scenarios left out", !slices.Equal(c.LeftOut, x.LeftOut)},
		{"policy", !slices.Equal(c.Policy, x.Policy)},
		{"boundary of assumptions", !slices.Equal(c.Assumptions, x.Assumptions)},
		{"number of failures kept of each invariant", c.KeptOfEach != x.KeptOfEach},
		{"plan of single faults", !c.Exhaust.planned(x.Exhaust)},
	} {
		if differs.so {
			return differs.what
		}
	}
	if c.Identity.Engine == "" && c.Identity.Executable != x.Identity.Executable {
		return "program, and of its engine's source neither says which it is"
	}
	return c.Identity.Differs(x.Identity)
}

// planned says that two parts are of the same single faults.
func (x *Exhausted) planned(y *Exhausted) bool {
	if x == nil || y == nil {
		return x == y
	}
	return x.Scenario == y.Scenario && x.FaultFree == y.FaultFree && x.Moments == y.Moments && x.Cells == y.Cells && x.NoCells == y.NoCells
}

// Differs is what was tested otherwise; "" if all is the same.
func (i *Identity) Differs(x *Identity) string {
	if all := i.changes(x); len(all) > 0 {
		return all[0]
	}
	return ""
}

const engineSource = "source of the engine"

// changes are all that is not the same.
func (i *Identity) changes(x *Identity) (all []string) {
	if i == nil || x == nil {
		if i != x {
			all = append(all, "identity")
		}
		return all
	}
	for _, d := range []struct{ what, a, b string }{
		{engineSource, i.Engine, x.Engine},
		{"harness", i.Harness, x.Harness},
		{"fault model", i.FaultModel, x.FaultModel},
		{"set of scenarios", i.Scenarios, x.Scenarios},
		{"policy", i.Policy, x.Policy},
	} {
		if d.a != d.b {
			all = append(all, d.what)
		}
	}
	return all
}
