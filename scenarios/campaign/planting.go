package campaign

import (
	"context"
	"slices"
	"time"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

const (
	plantedRuns     = 200 // random runs within which a planted bug must be caught
	plantedScenario = 3   // runs of a scenario of the library that names it
)

// A hunter sees whether wrong engines are caught.
type hunter struct {
	seed     uint64
	jobs     int
	runs     int                   // random ones, for each
	within   []*scenarios.Scenario // to look in as well
	inEach   int                   // runs of each of them
	enough   bool                  // no random runs for what a scenario has caught
	deadline time.Time             // zero: none
	made     int                   // runs
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
	if p.Caught && h.enough {
		p.CutShort = false
		return p, nil
	}
	k, err := h.prey(w, h.runs, w.MustFire...).Random(ctx)
	if err != nil {
		return p, err
	}
	h.note(&p, k)
	if k.Caught {
		p.Caught, p.RunsToCatch = true, &k.Runs
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
	return Hunt{Runner: simulated(), Engine: w.Engine, MustFire: mustFire,
		Seed: h.seed, MaxRuns: runs, Jobs: h.jobs, Deadline: h.deadline}
}
