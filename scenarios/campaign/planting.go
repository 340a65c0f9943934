package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
)

const (
	plantedRuns     = 200 // random runs within which a planted bug must be caught
	plantedScenario = 10  // runs of a scenario of the library that names it: some catch in two runs of three

	drawnBugs = 5    // that are hunted in random runs as well, whatever scenarios say of them
	drawnRuns = 5000 // within which each of these must be caught
)

// A hunter sees whether wrong engines are caught.
type hunter struct {
	runner   scenarios.Runner
	seed     uint64
	strategy Strategy // of random runs
	jobs     int
	runs     int                   // random ones, for each
	within   []*scenarios.Scenario // to look in as well
	inEach   int                   // runs of each of them
	enough   bool                  // no random runs for what a scenario has caught
	drawn    []string              // but for these, which are hunted in inAll of them
	inAll    int
	deadline time.Time // zero: none
	made     int       // runs
}

// naming are the scenarios in which an engine is said to fail by what it is known by.
// A scenario that somebody asked for may have found something else to say of it.
func (h *hunter) naming(w *wrong.Engine) []*scenarios.Scenario {
	var all []*scenarios.Scenario
	for _, s := range h.within {
		if s.Breaks.Engine == w.Name && (h.runs == 0 || slices.Contains(w.MustFire, s.Breaks.Invariant)) {
			all = append(all, s)
		}
	}
	return all
}

// each hunts engines, several at a time and each by itself: most are caught by the first run,
// and a second one that was made meanwhile would be in vain. The few that take many runs come
// at the end, one after the other. What an interrupt has kept from being hunted to the end
// says nothing, and is left out, with all that come after it.
func (h *hunter) each(ctx context.Context, engines []wrong.Engine, p Progress) (all []reports.Planted, err error) {
	all = make([]reports.Planted, 0, len(engines))
	alone, done := *h, 0
	alone.jobs = 1
	type hunted struct {
		planted reports.Planted
		err     error
	}
	ended := func(x *reports.Planted) bool { return ctx.Err() == nil || x.Caught && !x.Drawn }
	InOrder(h.jobs, len(engines), func() bool { return ctx.Err() == nil }, func(i int) (x hunted) {
		x.planted, x.err = alone.near(ctx, &engines[i])
		return x
	}, func(_ int, x hunted) bool {
		h.made += x.planted.Runs
		if err = x.err; err != nil || !ended(&x.planted) {
			return false
		}
		if all = append(all, x.planted); !x.planted.Drawn {
			done++
			p.At(done, len(engines))
		}
		return true
	})
	for i := range all {
		if x := &all[i]; x.Drawn && err == nil {
			before := x.Runs
			err = h.far(ctx, &engines[i], x)
			h.made += x.Runs - before
			if ctx.Err() != nil && !x.Caught {
				return all[:i], err
			}
			done++
			p.At(done, len(engines))
		}
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}

// hunt hunts one engine.
func (h *hunter) hunt(ctx context.Context, w *wrong.Engine) (reports.Planted, error) {
	p, err := h.near(ctx, w)
	if err == nil && p.Drawn {
		err = h.far(ctx, w, &p)
	}
	return p, err
}

// near hunts an engine in the scenarios that name it and, unless it is one of those drawn, in
// random runs where that is not enough.
func (h *hunter) near(ctx context.Context, w *wrong.Engine) (reports.Planted, error) {
	p := reports.Planted{Engine: w.Name, Lesson: w.Lesson, Expected: w.MustFire, CaughtBy: []string{}, Drawn: slices.Contains(h.drawn, w.Name)}
	for _, s := range h.naming(w) {
		p.Expected = union(p.Expected, []string{s.Breaks.Invariant})
		k, err := h.prey(w, h.inEach, s.Breaks.Invariant).In(ctx, s)
		if err != nil {
			return p, err
		}
		note(&p, k)
		if p.Scenario == nil || k.Caught && !p.Caught {
			p.Scenario = &s.Name
		}
		p.Caught = p.Caught || k.Caught
	}
	switch {
	case p.Drawn:
		return p, nil
	case p.Caught && h.enough:
		p.CutShort = false
		return p, nil
	}
	err := h.random(ctx, w, h.runs, &p)
	return p, err
}

// far hunts one that was drawn in random runs, whatever scenarios have caught.
func (h *hunter) far(ctx context.Context, w *wrong.Engine, p *reports.Planted) error {
	return h.random(ctx, w, h.inAll, p)
}

func (h *hunter) random(ctx context.Context, w *wrong.Engine, runs int, p *reports.Planted) error {
	k, err := h.prey(w, runs, w.MustFire...).Random(ctx)
	if err != nil {
		return err
	}
	note(p, k)
	switch {
	case k.Caught:
		p.Caught, p.RunsToCatch = true, &k.Runs
	case p.Drawn && !k.CutShort:
		p.Caught = false
	}
	p.CutShort = p.CutShort && !p.Caught
	return nil
}

// note adds what a hunt has brought back.
func note(p *reports.Planted, k Catch) {
	p.Runs += k.Runs
	p.CutShort = p.CutShort || k.CutShort
	p.CaughtBy = append([]string{}, union(p.CaughtBy, k.CaughtBy)...)
}

func (h *hunter) prey(w *wrong.Engine, runs int, mustFire ...string) Hunt {
	return Hunt{Runner: h.runner, Engine: w.Engine, MustFire: mustFire,
		Seed: h.seed, Strategy: h.strategy, MaxRuns: runs, Jobs: h.jobs, Deadline: h.deadline}
}

// draw are some of the wrong engines, by a seed.
func draw(seed uint64, engines []wrong.Engine) (names []string) {
	left := slices.Clone(engines)
	for i := range min(drawnBugs, len(left)) {
		n := sim.NewSource(seed, fmt.Sprintf("drawn/%d", i)).Choose(len(left))
		names = append(names, left[n].Name)
		left = slices.Delete(left, n, n+1)
	}
	return names
}
