package campaign

import (
	"context"
	"fmt"
	"time"

	"pawl/reports"
)

// Singles makes the runs of every single fault of a subject, or a shard of them, one at a time,
// starting none after a time; the zero time stands for no bound. Every shard makes the run
// without a fault, and the first tells of it.
type Singles interface {
	Singles(ctx context.Context, until time.Time, of Shard) (Tried, error)
}

// Tried is what became of every single fault.
type Tried struct {
	Cells    reports.Exhausted
	Failures []Failure
	Felt     Felt
}

// single has every single fault tried, in what the runs have left of the time.
func (g *Gate) single(ctx context.Context, r *reports.Check, felt *Felt) error {
	if g.Singles == nil || g.named() || r.Runs == 0 {
		return nil
	}
	tried, err := g.Singles.Singles(ctx, g.until(g.Budget-g.Budget/4), g.Shard)
	if err != nil {
		return err
	}
	felt.AddAll(&tried.Felt)
	r.Exhaust = &tried.Cells
	g.tellMore(ctx, r, tried.Failures, func(f *reports.Failure) { f.Scenario = reports.Exhausting(tried.Cells.Scenario) })
	return nil
}

// missedSingles are the criteria that the single faults have missed.
func missedSingles(x *reports.Exhausted) []criterion {
	if x == nil || x.Run == x.Cells {
		return nil
	}
	return []criterion{{fmt.Sprintf("only %s of %s of the %s cluster were tried: the budget was too short",
		reports.Number(x.Run), reports.Count(x.Cells, "single fault"), x.Scenario), moreTime}}
}
