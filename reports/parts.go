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
// twice, or of something else.
func Parts(all []Given) ([]Given, error) {
	for _, g := range all {
		switch p := g.Part; {
		case p == nil:
			return nil, fmt.Errorf("%s is no part of a check: it is whole, or of another command than check --shard", g.Path)
		case g.Interrupted || g.Runs < g.RunsMeant:
			return nil, fmt.Errorf("%s is not complete, %d of %d runs: make part %d again", g.Path, g.Runs, g.RunsMeant, p.Number)
		}
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y Given) int { return cmp.Compare(x.Part.Number, y.Part.Number) })
	if len(all) == 0 {
		return nil, errors.New("no part of a check: want the results of check --shard 1/N to N/N")
	}
	first := all[0]
	for i, g := range all[1:] {
		if why := first.foreign(g.Check); why != "" {
			return nil, fmt.Errorf("%s and %s are of two checks: another %s", first.Path, g.Path, why)
		}
		if before := all[i]; before.Part.Number == g.Part.Number {
			return nil, fmt.Errorf("%s and %s are both part %d of %d", before.Path, g.Path, g.Part.Number, g.Part.Of)
		}
	}
	var missing []string
	for n := 1; n <= first.Part.Of; n++ {
		if !slices.ContainsFunc(all, func(g Given) bool { return g.Part.Number == n }) {
			missing = append(missing, fmt.Sprint(n))
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("of %d parts these are missing: %s", first.Part.Of, strings.Join(missing, ", "))
	}
	return all, nil
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
		{"number of parts", a.Of != b.Of},
		{"number of runs", a.Whole != b.Whole || a.Random != b.Random || a.Named != b.Named},
		{"contract", c.Contract != x.Contract},
	} {
		if differs.so {
			return differs.what
		}
	}
	return c.Identity.Differs(x.Identity)
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
