package main

import (
	"context"
	"time"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

const (
	plantedRuns     = 200 // random runs within which a planted bug must be caught
	plantedScenario = 3   // runs of a scenario that names it
)

// A hunter sees whether wrong engines are caught.
type hunter struct {
	seed     uint64
	jobs     int
	runs     int                   // random ones, for each
	within   []*scenarios.Scenario // to look in as well
	enough   bool                  // no random runs for what a scenario has caught
	deadline time.Time             // zero: none
	made     int                   // runs
}

// naming are the scenarios in which an engine is said to fail.
func (h *hunter) naming(name string) []*scenarios.Scenario {
	var all []*scenarios.Scenario
	for _, s := range h.within {
		if s.Breaks.Engine == name {
			all = append(all, s)
		}
	}
	return all
}

func (h *hunter) hunt(ctx context.Context, w *wrong.Engine) (reports.Planted, error) {
	p := reports.Planted{Engine: w.Name, Lesson: w.Lesson, Expected: w.MustFire, CaughtBy: []string{}}
	for _, s := range h.naming(w.Name) {
		k, err := h.prey(w, plantedScenario).In(ctx, s)
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
		return p, nil
	}
	k, err := h.prey(w, h.runs).Random(ctx)
	if err != nil {
		return p, err
	}
	h.note(&p, k)
	if k.Caught {
		p.Caught, p.RunsToCatch = true, &k.Runs
	}
	return p, nil
}

func (h *hunter) note(p *reports.Planted, k scenarios.Catch) {
	h.made += k.Runs
	p.CaughtBy = append([]string{}, scenarios.Union(p.CaughtBy, k.CaughtBy)...)
}

func (h *hunter) prey(w *wrong.Engine, runs int) scenarios.Hunt {
	return scenarios.Hunt{Deployment: scenarios.Simulated{}, Engine: w.Engine, MustFire: w.MustFire,
		Seed: h.seed, MaxRuns: runs, Jobs: h.jobs, Deadline: h.deadline}
}
