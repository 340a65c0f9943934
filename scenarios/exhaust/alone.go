package exhaust

import (
	"context"
	"fmt"
	"time"

	"pawl/scenarios/campaign"
)

// singles makes the runs of the first events, but for those that the state to go on from has.
// Of these it makes again what has to be told, and each one of so many, to see that they are what
// they were.
func (x *Pairs) singles(ctx context.Context, p *pairPlan, t *pairTally, until time.Time) (err error) {
	var before []first
	if x.GoOn != nil {
		before = x.GoOn.firsts
	}
	known := func(i int) bool { return i < len(before) && !before[i].mark.listed() && i%again != 0 }
	progress := x.Watch.Begin("first events of "+x.Subject.Name, until)
	defer progress.End()
	runner := simulated()
	type made struct {
		first
		campaign.Making
	}
	campaign.InOrder(x.Jobs, len(p.Cells), x.goOn(ctx, until), func(i int) (m made) {
		if known(i) {
			return made{first: before[i]}
		}
		m.first, m.Making = p.alone(ctx, runner, &p.space, i)
		return m
	}, func(i int, m made) bool {
		switch {
		case m.Err != nil && ctx.Err() != nil:
			return false // cut off: it was not made, and what is after it would leave a gap
		case m.Err != nil:
			err = m.Err
			return false
		case known(i):
			t.know(m.mark)
		default:
			t.add(i, &m.Making)
		}
		if i < len(before) && m.first != before[i] {
			t.differs = append(t.differs, fmt.Sprintf("event %d, %s: its run alone is another one now: %s, then %s", i+1, p.Cells[i], before[i].mark, m.mark))
		}
		p.firsts = append(p.firsts, m.first)
		progress.At(i+1, len(p.Cells))
		return true
	})
	return err
}
