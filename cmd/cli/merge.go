package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
)

// mostParts is how many results are taken at once.
const mostParts = mostShards

// merge is the verb that puts the parts of a check, or of pairs of faults, together.
func (a *app) merge() *cobra.Command {
	m := &gate{app: a}
	c := &cobra.Command{
		Use:   "merge [flags] RESULT...",
		Short: "Puts the parts of one check together, or of pairs of faults",
		Long: paragraphs("Merge reads the results of check~--shard~1/N to N/N, written with --json, and gives what the "+
			"undivided check gives, trace hash included. What is missing, there twice, or part of another check is refused by name. "+
			"Where all parts together have left cells of the faults' matrix empty it makes the runs that fill them, as check does; "+
			"it needs the same build.",
			"Or it reads those of exhaust~--faults~2 --shard~1/N to N/N: the first events, which every part has tried, count once, and the "+
				"pairs together. No run is made, and the flags that are for a check are refused.",
			"Exit codes are those of check, or of exhaust."),
		Example: "  pawl check --seed 7 --shard 1/2 --json > 1.json\n  pawl check --seed 7 --shard 2/2 --json > 2.json\n  pawl merge 1.json 2.json\n" +
			"  pawl exhaust --faults 2 --seed 7 --shard 1/2 --json > a.json\n  pawl exhaust --faults 2 --seed 7 --shard 2/2 --json > b.json\n  pawl merge a.json b.json",
		Args: someArgs("the results of all parts", mostParts),
		RunE: func(c *cobra.Command, args []string) error {
			a.stage.found()
			given, err := m.given(args)
			if err != nil {
				return err
			}
			var r reports.Result
			if pairs := pairsOf(given); len(pairs) > 0 {
				r, err = m.putPairs(c.Flags(), given, pairs)
			} else {
				r, err = m.put(c.Context(), given)
			}
			if err == nil {
				a.result = r
			}
			return err
		},
	}
	f := c.Flags()
	m.kept(f)
	f.Var((*countFlag)(&m.jobs), "jobs", "runs at a time (default: one for each processor)")
	f.StringVar(&m.reproDir, "repro-dir", "pawl-repros", "directory for repro files")
	m.against(f)
	a.output(f)
	a.rendered(f)
	return c
}

// A part is a result that was handed in, and where it was.
type part struct {
	path   string
	result reports.Result
}

// given reads what is to be put together.
func (g *gate) given(paths []string) (all []part, err error) {
	g.outputs.reads = append(slices.Clone(paths), g.baseline, g.ledger, g.waivers)
	if err := errors.Join(directory(g.reproDir), g.outputs.ready(), g.over.ready()); err != nil {
		return nil, err
	}
	if g.base, err = g.checked(g.baseline); err != nil {
		return nil, err
	}
	for _, path := range paths {
		r, err := readResult(path)
		if err != nil {
			return nil, err
		}
		all = append(all, part{path, r})
	}
	return all, nil
}

// pairsOf are those parts that are of exhaust.
func pairsOf(all []part) (some []reports.GivenPairs) {
	for _, p := range all {
		if x, is := p.result.(*reports.Exhaust); is {
			some = append(some, reports.GivenPairs{Path: p.path, Exhaust: x})
		}
	}
	return some
}

// ofChecks are the flags that make no sense for pairs.
var ofChecks = []string{"ledger", "waivers", "baseline", "jobs", "repro-dir"}

// putPairs puts parts of pairs together.
func (g *gate) putPairs(f *pflag.FlagSet, given []part, pairs []reports.GivenPairs) (*reports.Exhaust, error) {
	if len(pairs) < len(given) {
		other := slices.IndexFunc(given, func(p part) bool { _, is := p.result.(*reports.Exhaust); return !is })
		return nil, usagef("%s is a result of exhaust, and %s of %s; want all of one command", pairs[0].Path, given[other].path, reports.HeadOf(given[other].result).Command)
	}
	for _, name := range ofChecks {
		if f.Changed(name) {
			return nil, usagef("--%s is for the parts of a check, and %s is of exhaust; leave it out", name, pairs[0].Path)
		}
	}
	r, err := exhaust.MergePairs(pairs)
	if err != nil {
		return nil, usagef("%v", err)
	}
	r.Head = titled(r.Head, "exhaust")
	r.Build = revised(r.Build)
	return r, nil
}

// put puts parts of a check together.
func (g *gate) put(ctx context.Context, given []part) (*reports.Check, error) {
	var all []reports.Given
	for _, p := range given {
		c, is := p.result.(*reports.Check)
		if !is {
			return nil, usagef("%s is a result of %s; want one of check, or all of exhaust", p.path, reports.HeadOf(p.result).Command)
		}
		all = append(all, reports.Given{Path: p.path, Check: c})
	}
	parts, err := reports.Parts(all)
	if err != nil {
		return nil, usagef("%v", err)
	}
	first := parts[0]
	question, err := g.ofParts(first.Check)
	if err != nil {
		return nil, err
	}
	r, err := question.Merge(ctx, parts)
	if err != nil {
		return nil, usagef("%v", err)
	}
	r.Head = titled(r.Head, "check")
	r.Build = revised(r.Build)
	return r, g.finish(r)
}

// ofParts is the question of which the parts answer one each.
func (g *gate) ofParts(c *reports.Check) (*campaign.Gate, error) {
	e, err := g.engines.named(c.Engine)
	if err != nil {
		return nil, err
	}
	mine := g.made(c.Head, "check", c.Engine).Identity
	if c.Part.Named {
		mine.Scenarios = c.Identity.Scenarios // they were named, and need not be here
	}
	if what := c.Identity.Differs(mine); what != "" {
		return nil, usagef("the parts were made by another build, with another %s: merge them with that", what)
	}
	seed := seedFlag(0)
	if err := seed.Set(c.Seed); err != nil {
		return nil, usagef("seed is %q: want a number from 0 to 18446744073709551615", c.Seed)
	}
	g.seed, g.runs = uint64(seed), c.Part.Random
	if g.strategy.Strategy, err = campaign.StrategyOf(c.Strategy); err != nil {
		return nil, usagef("the parts: %v", err)
	}
	var named []*scenarios.Scenario
	if c.Part.Named {
		named = []*scenarios.Scenario{} // their runs were made
	}
	q, err := g.question(e, named)
	if err != nil {
		return nil, err
	}
	return q, g.equip(q)
}
