package campaign

import (
	"context"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/scenarios"
)

// A Hunt makes random runs of an engine until what must fire does.
type Hunt struct {
	Runner   scenarios.Runner
	Engine   engine.Engine
	MustFire []string // any of them will do
	Seed     uint64   // of a campaign: its runs are the same
	Strategy Strategy // of it
	MaxRuns  int
	Jobs     int
	Deadline time.Time // after which no run is started; zero: none
}

// A Catch is what a hunt brings back.
type Catch struct {
	Runs     int                // made, up to the one that caught
	Caught   bool               // one of MustFire fired
	CutShort bool               // not caught, and not all runs were made: time was over
	CaughtBy []string           // what fired in that run; if none caught, in any
	Outcome  *scenarios.Outcome // of that run, without its log; nil if not caught
}

// Random hunts in the standard runs of a campaign.
func (h Hunt) Random(ctx context.Context) (Catch, error) {
	c := &Campaign{Runner: h.Runner, Engine: h.Engine, Seed: h.Seed, Runs: h.MaxRuns, Jobs: h.Jobs}
	return h.run(ctx, c.by(h.Strategy))
}

// In hunts in one scenario.
func (h Hunt) In(ctx context.Context, s *scenarios.Scenario) (Catch, error) {
	return h.run(ctx, &Campaign{Runner: h.Runner, Engine: h.Engine, Seed: h.Seed,
		Scenarios: []*scenarios.Scenario{s}, Each: h.MaxRuns})
}

func (h Hunt) run(ctx context.Context, c *Campaign) (k Catch, err error) {
	once := func(i int) (scenarios.Outcome, error) {
		quick := c.Case(i)
		quick.NoLog = true
		o, err := h.Runner.Run(ctx, quick)
		if len(o.Fired()) == 0 {
			o.LetGo()
		}
		return o, err
	}
	n := 0
	err = chase(ctx, c, h.Jobs, c.Total(), h.Deadline, once, func(o *scenarios.Outcome) bool {
		c.noted(n, o)
		n++
		return k.add(o, h.MustFire)
	})
	k.CutShort = !k.Caught && k.Runs < c.Total()
	return k, err
}

// chase makes runs, in their order, until one is taken for the last, the context or the time
// is over, or one could not be made. They are the first of a campaign, or like those. Deadline zero
// is none.
func chase[R any](ctx context.Context, c *Campaign, jobs, runs int, deadline time.Time, once func(i int) (R, error), add func(*R) (goOn bool)) (err error) {
	type made struct {
		run R
		err error
	}
	goOn := func() bool { return ctx.Err() == nil && (deadline.IsZero() || time.Now().Before(deadline)) }
	run := func(i int) (m made) { m.run, m.err = once(i); return m }
	take := func(_ int, m made) bool {
		if m.err != nil {
			if ctx.Err() == nil {
				err = m.err
			}
			return ctx.Err() != nil
		}
		return add(&m.run)
	}
	inGenerations(c, 0, jobs, runs, goOn, run, take)
	return err
}

// add takes one run and says whether to go on.
func (k *Catch) add(o *scenarios.Outcome, mustFire []string) bool {
	k.Runs++
	fired := o.Fired()
	if slices.ContainsFunc(fired, func(id string) bool { return slices.Contains(mustFire, id) }) {
		k.Caught, k.CaughtBy, k.Outcome = true, fired, o
		return false
	}
	k.CaughtBy = union(k.CaughtBy, fired)
	return true
}

// union is what is in either, in the order of reports.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, id := range b {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	slices.SortStableFunc(all, func(x, y string) int { return place(x) - place(y) })
	return all
}

// place is where reports put what fired: invariants first, in their order.
func place(id string) int {
	i := slices.IndexFunc(checker.All, func(inv checker.Invariant) bool { return inv.ID == id })
	if i < 0 {
		return len(checker.All)
	}
	return i
}
