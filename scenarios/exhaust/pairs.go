package exhaust

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios/campaign"
)

// Pairs tries every pair of events of a subject: each first one alone, and then each second
// one in what the first has made of the run.
type Pairs struct {
	Exhaustion
	Kinds  []string       // of events; nil: all that there are
	Sample int            // so many pairs, drawn from the seed; 0: all
	Shard  campaign.Shard // of the pairs; each shard tries every first event alone
	Audit  int            // so many pairs of the unpruned product are made as they are, and held against what stands for them
	GoOn   *PairState     // nil: begin with the first event
}

// atOnce is how many pairs are made between two looks at the clock, by one goroutine.
const atOnce = 64

// Run tries the first events, and then the pairs. When the context ends it starts no more,
// and keeps what it has.
func (x *Pairs) Run(ctx context.Context) (*reports.Exhaust, error) {
	started := time.Now()
	p, t, err := x.prepare(ctx, x.until(started))
	if err != nil {
		return nil, err
	}
	began := time.Now()
	var audited audit
	if t.whole() && len(t.differs) == 0 {
		err = x.sweep(ctx, p, t, x.until(started))
	}
	took := time.Since(began)
	if err == nil && t.pairs.done > 0 && ctx.Err() == nil {
		audited, err = x.audit(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	r := x.report(&t.tally)
	r.Again = x.Again
	r.Interrupted = ctx.Err() != nil
	r.Pairs = t.report(p, &audited, took)
	r.Pairs.Only, r.Pairs.NoPairs = x.Only, x.none(p, t)
	if x.GoOn != nil {
		r.Resumed = min(len(x.GoOn.firsts), len(t.marks))
	}
	for i := range r.Pairs.Listed {
		r.Pairs.Listed[i].Command = x.followed(r.Pairs.Listed[i].First)
	}
	r.Determinism.Twice += t.pairs.twice
	r.Determinism.Different = append(r.Determinism.Different, t.pairs.differs...)
	teller := campaign.Teller{Dir: x.ReproDir, Command: x.Command}
	progress := x.Watch.Begin("failures reduced", time.Time{})
	r.Violations, err = teller.All(context.WithoutCancel(ctx), t.failed(), progress.At)
	progress.End()
	for i := range r.Violations {
		t.name(&r.Violations[i], campaign.Quoted(x.Subject.Arg))
	}
	if x.Only == "" && len(p.Cells) > 0 && !t.over() && len(r.Determinism.Different) == 0 && r.FaultFree == passed {
		var saved error
		r.State, saved = t.state(x, p).save(x.ReproDir)
		err = errors.Join(err, saved)
	}
	if err != nil {
		r.Error = &reports.Error{Message: err.Error()}
	}
	r.WallSeconds = time.Since(started).Seconds()
	x.concludePairs(r)
	return r, nil
}

// prepare makes the runs of the first events, and arranges the pairs.
func (x *Pairs) prepare(ctx context.Context, until time.Time) (*pairPlan, *pairTally, error) {
	plan, err := prepare(ctx, x.Subject, x.Engine, x.Seed, x.Thorough, choice{kinds: x.Kinds, once: !x.Thorough})
	if err != nil {
		return nil, nil, err
	}
	p := &pairPlan{Plan: plan, space: plan.space(), only: -1}
	t := &pairTally{tally: tally{plan: plan}, hash: p.hash(x.Sample, x.Shard)}
	if err := x.fit(p, t); err != nil {
		return nil, nil, unfitting{err}
	}
	if err := x.singles(ctx, p, t, until); err != nil {
		return nil, nil, err
	}
	if t.whole() {
		p.arrange()
	}
	from, of := p.asked()
	t.chosen = chosen{x.Seed, from, of, x.Sample, x.Shard}
	if s := x.GoOn; s != nil && t.whole() && len(t.differs) == 0 && s.begun() && s.Pairs != t.chosen.meant() {
		return nil, nil, unfitting{errOtherPlan}
	}
	return p, t, nil
}

// fit says why what is to be gone on from, or the one event whose pairs are asked for, is not of
// the plan.
func (x *Pairs) fit(p *pairPlan, t *pairTally) error {
	if s := x.GoOn; s != nil {
		if err := s.Fits(x.Subject.Name, x.Engine.Name, x.Seed); err != nil {
			return err
		}
		if s.Plan != t.hash || s.Cells != len(p.Cells) {
			return errOtherPlan
		}
	}
	if x.Only == "" || !p.clean() {
		return nil
	}
	p.only = slices.IndexFunc(p.Cells, func(e faults.Event) bool { return e.String() == x.Only })
	if p.only < 0 {
		return p.noCell(x.Only)
	}
	return nil
}

// none says why there are no pairs; "" if there are some, or no event that could be first.
func (x *Pairs) none(p *pairPlan, t *pairTally) string {
	switch {
	case len(p.Cells) == 0 || t.chosen.of > 0:
		return ""
	case !t.whole():
		return fmt.Sprintf("every event is tried alone before, and of %s %s were", reports.Count(len(p.Cells), "event"), reports.Number(len(t.marks)))
	case p.only >= 0 && p.firsts[p.only].mark.listed():
		return fmt.Sprintf("the run of %s alone came to: %s; that is told, and nothing is tried on top of it", x.Only, p.firsts[p.only].mark)
	case p.only >= 0:
		return fmt.Sprintf("%s changes nothing, or nothing comes after it", x.Only)
	}
	return "there is no event that changes anything, is survived, and has another one after it"
}

func (x *Pairs) goOn(ctx context.Context, until time.Time) func() bool {
	return func() bool { return ctx.Err() == nil && (until.IsZero() || time.Now().Before(until)) }
}

// sweep makes the runs of the pairs, from where the state to go on from has come to.
func (x *Pairs) sweep(ctx context.Context, p *pairPlan, t *pairTally, until time.Time) (err error) {
	progress := x.Watch.Begin("pairs of faults of "+x.Subject.Name, until)
	defer progress.End()
	if x.GoOn != nil {
		if err := t.takeUp(ctx, p, x.GoOn); err != nil {
			return err
		}
	}
	begin, meant, runner := t.pairs.done, t.chosen.meant(), simulated()
	// A stretch has the same pairs wherever one begins, so that what is counted in it is the same.
	first := begin / atOnce
	goOn := x.goOn(ctx, until)
	campaign.InOrder(x.Jobs, (meant+atOnce-1)/atOnce-first, goOn, func(i int) *stretchOf {
		s := &stretchOf{plan: p, runner: runner, from: (first + i) * atOnce}
		s.to = min(s.from+atOnce, meant)
		s.make(ctx, &t.chosen)
		return s
	}, func(_ int, s *stretchOf) bool {
		if s.err != nil {
			if ctx.Err() == nil {
				err = s.err
			}
			return false
		}
		t.take(s)
		progress.At(t.pairs.done, meant)
		return len(s.differs) == 0
	})
	return err
}
