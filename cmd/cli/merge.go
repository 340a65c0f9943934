package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// mostParts is how many results are taken at once.
const mostParts = mostShards

// merge is the verb that puts the parts of a check together.
func (a *app) merge() *cobra.Command {
	m := &gate{app: a}
	c := &cobra.Command{
		Use:   "merge [flags] RESULT...",
		Short: "Puts the parts of one check together",
		Long: paragraphs("Merge reads the results of check~--shard~1/N to N/N, written with --json, and gives what the "+
			"undivided check gives, trace hash included. What is missing, there twice, or part of another check is refused by name. "+
			"Where all parts together have left cells of the faults' matrix empty it makes the runs that fill them, as check does; "+
			"it needs the same build.",
			"Exit codes are those of check."),
		Example: "  pawl check --seed 7 --shard 1/2 --json > 1.json\n  pawl check --seed 7 --shard 2/2 --json > 2.json\n  pawl merge 1.json 2.json",
		Args:    someArgs("the results of all parts", mostParts),
		RunE: func(c *cobra.Command, args []string) error {
			a.stage.found()
			r, err := m.put(c.Context(), args)
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

// put puts parts together.
func (g *gate) put(ctx context.Context, paths []string) (*reports.Check, error) {
	g.outputs.reads = append(slices.Clone(paths), g.baseline, g.ledger, g.waivers)
	if err := errors.Join(directory(g.reproDir), g.outputs.ready(), g.over.ready()); err != nil {
		return nil, err
	}
	base, err := g.checked(g.baseline)
	if err != nil {
		return nil, err
	}
	g.base = base
	var all []reports.Given
	for _, path := range paths {
		c, err := g.checked(path)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Given{Path: path, Check: c})
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
