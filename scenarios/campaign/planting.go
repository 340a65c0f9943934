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
	plantedScenario = 3   // runs of a scenario of the library that names it

	drawnBugs = 5    // that are hunted in random runs as well, whatever scenarios say of them
	drawnRuns = 5000 // within which each of these must be caught
)

// A hunter sees whether wrong engines are caught.
type hunter struct {
	runner   scenarios.Runner
	seed     uint64
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

// each hunts engines one by one. What an interrupt has kept from being hunted to
// the end says nothing, and is left out.
func (h *hunter) each(ctx context.Context, engines []wrong.Engine, p Progress) ([]reports.Planted, error) {
	all := []reports.Planted{}
	for i := range engines {
		planted, err := h.hunt(ctx, &engines[i])
		switch {
		case err != nil:
			return nil, err
		case ctx.Err() != nil && !planted.Caught:
			return all, nil
		}
		all = append(all, planted)
		p.At(i+1, len(engines))
	}
	return all, nil
}

func (h *hunter) hunt(ctx context.Context, w *wrong.Engine) (reports.Planted, error) {
	p := reports.Planted{Engine: w.Name, Lesson: w.Lesson, Expected: w.MustFire, CaughtBy: []string{}}
	for _, s := range h.naming(w) {
		p.Expected = union(p.Expected, []string{s.Breaks.Invariant})
		k, err := h.prey(w, h.inEach, s.Breaks.Invariant).In(ctx, s)
		if err != nil {
			return p, err
		}
		h.note(&p, k)
		if p.Scenario == nil || k.Caught && !p.Caught {
			p.Scenario = &s.Name
		}
		p.Caught = p.Caught || k.Caught
	}
	runs := h.runs
	if p.Drawn = slices.Contains(h.drawn, w.Name); p.Drawn {
		runs = h.inAll
	} else if p.Caught && h.enough {
		p.CutShort = false
		return p, nil
	}
	k, err := h.prey(w, runs, w.MustFire...).Random(ctx)
	if err != nil {
		return p, err
	}
	h.note(&p, k)
	switch {
	case k.Caught:
		p.Caught, p.RunsToCatch = true, &k.Runs
	case p.Drawn && !k.CutShort:
		p.Caught = false
	}
	p.CutShort = p.CutShort && !p.Caught
	return p, nil
}

func (h *hunter) note(p *reports.Planted, k Catch) {
	h.made += k.Runs
	p.Runs += k.Runs
	p.CutShort = p.CutShort || k.CutShort
	p.CaughtBy = append([]string{}, union(p.CaughtBy, k.CaughtBy)...)
}

func (h *hunter) prey(w *wrong.Engine, runs int, mustFire ...string) Hunt {
	return Hunt{Runner: h.runner, Engine: w.Engine, MustFire: mustFire,
		Seed: h.seed, MaxRuns: runs, Jobs: h.jobs, Deadline: h.deadline}
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
