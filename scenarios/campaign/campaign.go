package campaign

import (
	"context"
	"time"

	"pawl/engine"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A Campaign is many runs of one engine: each scenario some times, in turn, then
// standard runs with random faults. What it finds is the same for any number of jobs.
type Campaign struct {
	Runner scenarios.Runner
	Engine engine.Engine
	Seed   uint64

	Runs      int                   // standard runs
	Home      deploy.Home           // of which those are, where the engine has one
	Scenarios []*scenarios.Scenario // that are run besides
	Each      int                   // runs of each of them
	Shard     Shard                 // of all these, that is made

	Jobs     int           // at a time; 0: as many as there are processors
	Budget   time.Duration // after which no run is started; 0: no bound
	Again    int           // every so many-th run is made twice; 0 stands for 100
	Progress func(done, of int)
	GiveUp   bool // make no more runs after a few that had to be ended: each of them takes long, and all say the same

	strategy Strategy // of the random runs
	guide    *guide   // nil: no run depends on another
}

// At least so many runs are made twice, however short the campaign.
const fewestAgain = 2

// Total is how many runs the campaign is meant to have, all its shards together.
func (c *Campaign) Total() int { return len(c.Scenarios)*c.Each + c.Runs }

// Meant is how many runs of it are to be made here.
func (c *Campaign) Meant() int {
	from, to := c.Shard.Range(c.Total())
	return to - from
}

// Run makes the runs. When the context ends it starts no more, and returns what
// it has; an error is a run that could not be made at all.
func (c *Campaign) Run(ctx context.Context) (*Findings, error) {
	started, stuck := time.Now(), 0
	f := newFindings(c)
	var err error
	first, _ := c.Shard.Range(c.Total())
	goOn := func() bool {
		return ctx.Err() == nil && (c.Budget == 0 || time.Since(started) < c.Budget)
	}
	take := func(i int, r Making) bool {
		switch {
		case r.Err != nil && ctx.Err() != nil:
			return true // cut off: it was not made
		case r.Err != nil:
			err = r.Err
			return false
		}
		f.add(first+i, &r)
		c.noted(first+i, &r.Outcome)
		if c.Progress != nil {
			c.Progress(f.Runs, c.Meant())
		}
		stuck += ended(&r.Outcome)
		f.GaveUp = c.GiveUp && stuck >= mostEnded
		return !f.GaveUp
	}
	inGenerations(c, first, c.Jobs, c.Meant(), goOn, func(i int) Making {
		return MakeBriefly(ctx, c.Runner, c.Case(first+i), c.twice(first+i))
	}, take)
	f.Interrupted = ctx.Err() != nil
	return f.close(), err
}

// mostEnded is how many runs that had to be ended a campaign that gives up puts up with.
const mostEnded = 3

// ended is how much a run counts of them. One in which a process did not come back was ended by
// a clock, after many times as long as a run takes: one is enough.
func ended(o *scenarios.Outcome) (n int) {
	for _, f := range o.Findings {
		switch f.Kind {
		case sim.KindStall:
			return mostEnded
		case sim.KindLivelock, sim.KindRunaway:
			n = 1
		}
	}
	return n
}

// A Making is a case made, once or more often.
type Making struct {
	Outcome scenarios.Outcome
	Twice   bool           // it was made more than once
	Differs *Inconsistency // and was not the same
	Err     error
}

// Make makes one run, without its log: that is most of its memory, and only a
// repro needs it. A run that a repro will be made of is made once more.
func Make(ctx context.Context, d scenarios.Runner, c scenarios.Case, twice bool) (r Making) {
	quick := c
	quick.NoLog = true
	r.Outcome, r.Err = d.Run(ctx, quick)
	if r.Err == nil && twice {
		r.again(d.Run(ctx, quick))
	}
	if r.Err == nil && r.Outcome.Verdict() == scenarios.Violated {
		r.again(d.Run(ctx, c))
	}
	return r
}

// MakeBriefly is Make for a run of which nobody looks at what was observed in it, unless
// something was violated.
func MakeBriefly(ctx context.Context, d scenarios.Runner, c scenarios.Case, twice bool) Making {
	r := Make(ctx, d, c, twice)
	if r.Err == nil && r.Outcome.Verdict() != scenarios.Violated {
		r.Outcome.LetGo()
	}
	return r
}

// again takes in another making of the run. A violation that does not come back is
// one all the same: of two makings that differ, the one that was violated is kept,
// and if both were, the one with a log.
func (r *Making) again(o scenarios.Outcome, err error) {
	if r.Err = err; err != nil {
		return
	}
	r.Twice = true
	if first, second := r.Outcome.Digest(), o.Digest(); first != second && r.Differs == nil {
		r.Differs = &Inconsistency{Case: o.Case, First: first, Second: second}
	}
	if o.Verdict() == scenarios.Violated || r.Outcome.Verdict() != scenarios.Violated {
		r.Outcome, o = o, r.Outcome
	}
	o.LetGo()
}

// Case is the run of a number, from 0. Scenarios take turns, so that a campaign
// that is cut short has run as many of them as it could.
func (c *Campaign) Case(i int) scenarios.Case {
	if of := len(c.Scenarios) * c.Each; i >= of {
		if c.guide != nil {
			return c.guide.run(i-of, c.usual(i-of))
		}
		return c.usual(i - of)
	}
	s := c.Scenarios[i%len(c.Scenarios)]
	return scenarios.Case{Scenario: s, Engine: c.Engine, Seed: SeedOf(c.Seed, s.Name, i/len(c.Scenarios))}
}

// usual is the random run of a number, from 0, without a guide.
func (c *Campaign) usual(n int) scenarios.Case {
	return scenarios.Case{Engine: c.Engine, Home: c.Home, Seed: SeedOf(c.Seed, "", n), Turn: deploy.Turn{Campaign: c.Seed, N: n + 1},
		Order: c.strategy.way(n).order}
}

// noted tells the guide of a run that was made.
func (c *Campaign) noted(i int, o *scenarios.Outcome) {
	if of := len(c.Scenarios) * c.Each; c.guide != nil && i >= of {
		c.guide.noted(i-of, o)
	}
}

// inGenerations is InOrder for runs of a campaign, from one on. Where there is a guide, nobody
// begins with a generation before the last one is over.
func inGenerations[T any](c *Campaign, first, jobs, n int, goOn func() bool, produce func(int) T, take func(int, T) bool) {
	if c.guide == nil {
		InOrder(jobs, n, goOn, produce, take)
		return
	}
	before := len(c.Scenarios) * c.Each
	for from, more := 0, true; from < n && more && goOn(); {
		to := before // no guide has a say in runs of scenarios
		if first+from >= before {
			to += nextGeneration(first + from - before)
		}
		to = min(n, to-first)
		InOrder(jobs, to-from, goOn, func(i int) T { return produce(from + i) }, func(i int, x T) bool {
			more = take(from+i, x)
			return more
		})
		from = to
	}
}

// twice says whether a run belongs to the sample that tells a run that is not
// deterministic.
func (c *Campaign) twice(i int) bool {
	every := c.Again
	if every <= 0 {
		every = 100
	}
	return i%max(1, min(every, c.Total()/fewestAgain)) == 0
}
