package exhaust

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
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
	GoOn   *PairState     // nil: begin with the first
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
	if t.whole() && err == nil && len(t.differs) == 0 {
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
	if t.whole() && t.pairs.done < t.chosen.meant() && len(r.Determinism.Different) == 0 && r.FaultFree == passed {
		var saved error
		r.State, saved = t.state(x).save(x.ReproDir)
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
	if x.GoOn != nil {
		if err := x.GoOn.Fits(x.Subject.Name, x.Engine.Name, x.Seed); err != nil {
			return nil, nil, unfitting{err}
		}
	}
	p := &pairPlan{Plan: plan, space: plan.space()}
	t := &pairTally{tally: tally{plan: plan}}
	if err := x.singles(ctx, p, t, until); err != nil {
		return nil, nil, err
	}
	if t.whole() {
		p.arrange()
	}
	if err := x.only(p); err != nil {
		return nil, nil, unfitting{err}
	}
	t.chosen = chosen{x.Seed, p.total, x.Sample, x.Shard}
	t.hash = p.hash(x.Only, x.Sample, x.Shard)
	if s := x.GoOn; s != nil && t.whole() && (s.Plan != t.hash || s.Pairs != t.chosen.meant()) {
		return nil, nil, unfitting{errOtherPlan}
	}
	return p, t, nil
}

// only leaves the pairs of one first event, if that is asked for.
func (x *Pairs) only(p *pairPlan) error {
	if x.Only == "" || !p.clean() {
		return nil
	}
	i := slices.IndexFunc(p.Cells, func(e faults.Event) bool { return e.String() == x.Only })
	if i < 0 {
		return fmt.Errorf("%q is no cell of this plan; %s", x.Only, p.like(x.Only))
	}
	if i >= len(p.stands) {
		return nil // it was interrupted
	}
	p.rows, p.total = nil, 0
	if f := &p.firsts[i]; p.stands[i] >= 0 {
		p.rows = []row{{cell: i, size: 1, after: f.after, silent: p.silently(i)}}
		p.total = p.rows[0].pairs()
	}
	return nil
}

// singles makes the runs of the first events.
func (x *Pairs) singles(ctx context.Context, p *pairPlan, t *pairTally, until time.Time) (err error) {
	progress := x.Watch.Begin("first events of "+x.Subject.Name, until)
	defer progress.End()
	runner := simulated()
	type made struct {
		first
		campaign.Making
	}
	campaign.InOrder(x.Jobs, len(p.Cells), x.goOn(ctx, until), func(i int) (m made) {
		m.first, m.Making = p.alone(ctx, runner, &p.space, i)
		return m
	}, func(i int, m made) bool {
		if m.Err != nil {
			if ctx.Err() == nil {
				err = m.Err
			}
			return false
		}
		p.firsts = append(p.firsts, m.first)
		t.add(i, &m.Making)
		progress.At(i+1, len(p.Cells))
		return true
	})
	return err
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

// A stretchOf pairs are those that one goroutine makes, one after the other.
type stretchOf struct {
	plan     *pairPlan
	runner   scenarios.Runner
	from, to int // of those that are made, by their place among them

	counts
	opened int    // rows: each is a run of its first event
	kept   []told // that may have to be told
	err    error
	seen   map[string]int // how often what has fired; looked up only
}

// A told pair is one that has to be told.
type told struct {
	at      int // its place
	first   faults.Event
	second  faults.Event
	mark    Mark
	why     []string
	outcome *scenarios.Outcome // of one that violates something
}

// make makes the runs of a stretch.
func (s *stretchOf) make(ctx context.Context, c *chosen) {
	var open *opened
	traces := map[[32]byte]bool{} // of the row; looked up only
	for n := s.from; n < s.to && s.err == nil; n++ {
		pair := c.number(n)
		if w := s.plan.find(pair); open == nil || open.row != w {
			if open, s.err = s.plan.open(ctx, s.runner, w); s.err != nil {
				return
			}
			s.opened++
			clear(traces)
			traces[open.trace] = true
		}
		if len(open.second) != open.pairs() {
			s.differs = append(s.differs, fmt.Sprintf("%s: its run came out in two ways", open.event))
			return
		}
		s.one(ctx, n, open, open.second[pair-open.before], traces)
	}
}

// one makes the run of a pair.
func (s *stretchOf) one(ctx context.Context, n int, w *opened, second faults.Event, traces map[[32]byte]bool) {
	c := s.plan.trying(w.event, second)
	o, err := s.runner.Run(ctx, c)
	if s.err = err; err != nil {
		return
	}
	m := campaign.Making{Outcome: o}
	u := markOf(&m)
	s.count(u)
	if traces[o.Hash] {
		s.alike++
	}
	traces[o.Hash] = true
	if n%againPairs == 0 {
		again, err := s.runner.Run(ctx, c)
		if s.err = err; err != nil {
			return
		}
		s.twice++
		if again.Hash != o.Hash {
			s.differs = append(s.differs, fmt.Sprintf("%s; %s: trace hash %x, then %x", w.event, second, o.Hash[:6], again.Hash[:6]))
		}
		again.LetGo()
	}
	if u.listed() {
		s.keep(ctx, told{at: n, first: w.event, second: second, mark: u, why: why(&o)}, &o)
	}
	o.LetGo()
}

// againPairs is how often a pair is made twice, to see that it is the same.
const againPairs = 1000

// keep keeps what may have to be told, of which there is never more than a few for each
// thing that is violated, and of the rest as many as are listed.
func (s *stretchOf) keep(ctx context.Context, t told, o *scenarios.Outcome) {
	telling := false
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	for _, id := range o.Fired() {
		s.seen[id]++
		telling = telling || t.mark == Violated && s.seen[id] <= campaign.KeptFailures
	}
	if telling {
		if t.outcome, s.err = s.plan.told(ctx, s.runner, &t); s.err != nil {
			return
		}
		if u := markOf(&campaign.Making{Outcome: *t.outcome}); u != t.mark {
			s.differs = append(s.differs, fmt.Sprintf("%s; %s: %s, then %s", t.first, t.second, t.mark, u))
		}
	}
	if telling || len(s.kept) < mostListed {
		s.kept = append(s.kept, t)
	}
}

// told makes the run of a pair as it is told: with its texts, and its log.
func (p *Plan) told(ctx context.Context, r scenarios.Runner, t *told) (*scenarios.Outcome, error) {
	m := campaign.Make(ctx, r, p.Subject.with(p.Engine, p.Seed, t.first, t.second), false)
	if m.Err != nil {
		return nil, m.Err
	}
	return &m.Outcome, nil
}
