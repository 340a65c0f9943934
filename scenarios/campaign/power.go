package campaign

import (
	"context"
	"fmt"
	"time"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

// Power asks how good the harness is at catching engines that must fail: it hunts
// each, in the scenarios that name it and in random runs.
type Power struct {
	Engines []wrong.Engine
	Library []*scenarios.Scenario
	Seed    uint64
	Runs    int // random ones at most, for each engine

	Strategy Strategy // of these

	Jobs   int
	Budget time.Duration // 0: no bound
	Again  string        // the command that makes the same runs
	Watch  Watch
}

// Run hunts them all and comes to a verdict.
func (w *Power) Run(ctx context.Context) (*reports.Mutants, error) {
	started := time.Now()
	r := &reports.Mutants{Seed: fmt.Sprint(w.Seed), MaxRuns: w.Runs, Again: w.Again, Strategy: w.Strategy.told()}
	h := hunter{runner: simulated(), seed: w.Seed, strategy: w.Strategy, jobs: w.Jobs, runs: w.Runs, within: w.Library, inEach: plantedScenario}
	if w.Budget > 0 {
		h.deadline = started.Add(w.Budget)
	}
	p := w.Watch.Begin("engines that must fail", h.deadline)
	defer p.End()
	var err error
	if r.Mutants, err = h.each(ctx, w.Engines, p); err != nil {
		return nil, err
	}
	r.Runs, r.WallSeconds = h.made, time.Since(started).Seconds()
	r.Interrupted = ctx.Err() != nil
	conclude(r, len(w.Engines))
	return r, nil
}

// conclude comes to the verdict on so many engines.
func conclude(r *reports.Mutants, engines int) {
	missed := uncaught(r.Mutants, huntLonger)
	switch {
	case r.Interrupted:
		r.Decide(reports.Interrupted)
		r.Next = r.Again
		r.Closing = fmt.Sprintf("Interrupted after %d of %s. To hunt them all: %s",
			len(r.Mutants), reports.Count(engines, "engine"), r.Next)
	case r.Runs == 0:
		r.Decide(reports.NothingRan)
		r.Closing = "No run was made: give --runs more than 0, or a longer --budget."
	case len(missed) > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = "Not every engine was caught: " + advised(missed)
	default:
		r.Decide(reports.Pass)
		r.Closing = "Every engine that must fail was caught by what must catch it. There is nothing to do."
	}
}
