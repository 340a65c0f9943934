package exhaust

import (
	"context"

	"pawl/reports"
	"pawl/scenarios/campaign"
)

// Remake makes the runs of some cells once more, for whoever holds a result against them: those
// that pick chooses of how many there are. It says of the plan what a result says of it.
func (x *Exhaustion) Remake(ctx context.Context, pick func(cells int) []int) (plan reports.Exhausted, made []campaign.MadeCell, err error) {
	p, err := Prepare(ctx, x.Subject, x.Engine, x.Seed)
	if err != nil {
		return plan, nil, err
	}
	t := &tally{plan: p}
	some, runner := pick(len(p.Cells)), simulated()
	campaign.InOrder(x.Jobs, len(some), func() bool { return ctx.Err() == nil }, func(i int) campaign.Making {
		return campaign.MakeBriefly(ctx, runner, p.Case(some[i]), false)
	}, func(i int, r campaign.Making) bool {
		if err = r.Err; err != nil {
			return false
		}
		u := markOf(&r)
		made = append(made, campaign.MadeCell{Number: some[i], Event: p.Cells[some[i]].String(), Upshot: u.String(), Listed: u.listed(), Outcome: r.Outcome})
		return true
	})
	return t.exhausted(), made, err
}
