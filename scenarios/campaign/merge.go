package campaign

import (
	"context"
	"errors"
	"strings"
	"time"

	"pawl/checker"
	"pawl/reports"
)

// Merge puts the parts of one check together, in the order in which they come, and asks what only
// the whole can be asked: it makes the runs that fill what all parts have left empty of the
// faults' matrix, and comes to the verdict that the undivided check comes to.
func (g *Gate) Merge(ctx context.Context, parts []reports.Given) (*reports.Check, error) {
	g.started = time.Now()
	r, err := reports.Merged(parts)
	if err != nil {
		return nil, err
	}
	g.Again = r.Again
	if wrong := g.Held(r); len(wrong) > 0 {
		return nil, errors.New(strings.Join(wrong, "; "))
	}
	var blows []reports.FeltRuns
	var counts checker.Counts
	kinds := map[string]int{}
	sampled := 0
	for _, p := range parts {
		blows = append(blows, p.Part.Felt...)
		counts.Add(checker.Counts(p.Part.Counts))
		sampled += p.RandomRuns
		for _, x := range p.Part.Prints {
			kinds[x.Print] += x.Runs
		}
	}
	r.Fingerprints = toldApart(kinds)
	nextOfMerged(r.Protocol)
	clearestFirst(r.Violations)
	if err := g.whole(ctx, r, feltIn(blows), &counts, min(sampled, sampledRuns)); err != nil {
		return nil, err
	}
	r.WallSeconds += time.Since(g.started).Seconds()
	r.Interrupted = ctx.Err() != nil
	r.Decide(g.verdicts(r)...)
	r.Closing, r.Next = g.closing(r)
	return r, nil
}
