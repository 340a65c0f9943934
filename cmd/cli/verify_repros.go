package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/bundle"
	"pawl/scenarios/campaign"
)

// A claim is a failure that a result tells of, and the engine that it is told of.
type claim struct {
	engine string
	reports.Failure
}

// claims are all failures of which a repro is said to be there, by its name in a bundle.
func claims(results []reports.Result) (names []string, by map[string][]claim) {
	by = map[string][]claim{} // looked up only
	for _, r := range results {
		engine := ""
		switch r := r.(type) {
		case *reports.Check:
			engine = r.Engine
		case *reports.Exhaust:
			engine = r.Engine
		}
		for _, f := range reports.FailuresOf(r) {
			if f.Repro == "" {
				continue
			}
			name := f.Repro[strings.LastIndexAny(f.Repro, `/\`)+1:]
			if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
				name = name[:dot]
			}
			names = append(names, name)
			by[name] = append(by[name], claim{engine, f})
		}
	}
	return distinct(names), by
}

// repros holds every repro against the failures that name it, and makes its run again.
func (v *verification) repros(ctx context.Context, r *reports.Verified, b *bundle.Bundle, results []reports.Result) {
	names, by := claims(results)
	for _, name := range names {
		if !slices.ContainsFunc(b.Repros, func(f bundle.Item) bool { return f.Name == name }) {
			fail(r, "repros/%s.repro is missing, of which %s is told", name, by[name][0].Invariant)
		}
	}
	made := 0
	for _, file := range b.Repros {
		if ctx.Err() != nil {
			break
		}
		if v.repro(ctx, r, file, by[file.Name]) {
			made++
		}
	}
	if len(names)+len(b.Repros) > 0 {
		r.Sampled = append(r.Sampled, reports.Sampled{What: "repros", Made: made, Of: max(len(names), len(b.Repros))})
	}
}

// repro holds one against the failures that name it; made says that its run was made again.
func (v *verification) repro(ctx context.Context, r *reports.Verified, file bundle.Item, told []claim) (made bool) {
	name := "repros/" + file.Name + ".repro"
	repro, err := campaign.ParseRepro(file.Data, v.engines.own...)
	if err != nil {
		fail(r, "%s: %v", name, err)
		return false
	}
	if !repro.Called(file.Name) {
		fail(r, "%s: what is in it is called %s", name, repro.Name())
	}
	if len(told) == 0 {
		fail(r, "%s: no result tells of a failure that it is of", name)
	}
	e, err := v.engines.named(repro.Engine)
	if err != nil {
		fail(r, "%s: %v", name, err)
		return false
	}
	c, err := repro.Case(e)
	if err != nil {
		fail(r, "%s: %v", name, err)
		return false
	}
	scenario := "standard"
	if c.Scenario != nil {
		scenario = c.Scenario.Name
	}
	for _, x := range told {
		if wrong := x.unlike(repro, scenario); wrong != "" {
			fail(r, "%s: %s is told of it, and %s", name, x.Invariant, wrong)
		}
	}
	for _, id := range repro.IDs() {
		if len(told) > 0 && !slices.ContainsFunc(told, func(x claim) bool { return x.Invariant == id }) {
			fail(r, "%s: %s is violated in it, and no failure that names it says so", name, id)
		}
	}
	again, err := campaign.RemakeRepro(ctx, repro, file.Name, e)
	if err != nil {
		if ctx.Err() == nil {
			fail(r, "%s: %v", name, err)
		}
		return false
	}
	v.take(r, again)
	return true
}

// unlike says in what a repro is not of the failure that names it.
func (x *claim) unlike(r *campaign.Repro, scenario string) string {
	i := slices.IndexFunc(r.Violated, func(y campaign.ReproViolated) bool { return y.Invariant == x.Invariant })
	one := strings.HasPrefix(x.Scenario, reports.Exhausting("")) || strings.HasPrefix(x.Scenario, reports.Filling("")) || strings.HasPrefix(x.Scenario, reports.OfCorpus("")) // of another run than the campaign's
	switch {
	case i < 0:
		return "it is not violated in it"
	case r.Engine != x.engine:
		return fmt.Sprintf("it is of the engine %s, not of %s", r.Engine, x.engine)
	case fmt.Sprint(r.Seed) != x.Seed:
		return fmt.Sprintf("its seed is %d, not %s", r.Seed, x.Seed)
	case !one && scenario != x.Scenario:
		return fmt.Sprintf("it is of the scenario %s, not of %s", scenario, x.Scenario)
	case r.Violated[i].Detail != x.Detail || r.Violated[i].Sentence != x.Sentence:
		return "what happened in it is told in other words"
	}
	return ""
}

// fail notes what does not verify.
func fail(r *reports.Verified, format string, args ...any) {
	r.Failed = append(r.Failed, fmt.Sprintf(format, args...))
}

// take takes what was made again.
func (v *verification) take(r *reports.Verified, x reports.Remade) {
	r.Remade = append(r.Remade, x)
	if !x.OK {
		fail(r, "%s", &x)
	}
}
