package drill

import (
	"context"
	"slices"
	"sync"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A Drill is scenarios to be run, each with an engine.
type Drill struct {
	Runner    scenarios.Runner
	Suits     func(deploy.Setup) error // why a run cannot be made; nil: it can
	Simulated scenarios.Runner         // nil: nothing is held against it
	Jobs      int
	Progress  func(reports.LiveRun)
	Keep      func(scenario string, h *checker.History) error // nil: no history is kept
}

// A Exercise is one scenario with an engine.
type Exercise struct {
	Scenario *scenarios.Scenario
	Engine   engine.Engine
	MustFire []string // of an engine that must fail
	Seed     uint64
}

func (t *Exercise) made() scenarios.Case {
	return scenarios.Case{Scenario: t.Scenario, Engine: t.Engine, Seed: t.Seed, NoLog: true}
}

// Run runs what can be run, and tells what cannot before anything starts.
func (d *Drill) Run(ctx context.Context, list []Exercise) (*reports.Live, error) {
	l := &reports.Live{Runs: []reports.LiveRun{}, Refused: []reports.Impossible{}}
	list = slices.DeleteFunc(slices.Clone(list), func(t Exercise) bool {
		why := d.refuses(&t)
		if why != nil {
			l.Refused = append(l.Refused, reports.Impossible{Scenario: t.Scenario.Name, Why: why.Error()})
		}
		return why != nil
	})
	runs, err := d.all(ctx, list)
	for _, r := range runs {
		if r != nil {
			l.Runs = append(l.Runs, *r)
		}
	}
	return l, err
}

// refuses says why something cannot be run; nil: it can.
func (d *Drill) refuses(t *Exercise) error {
	if why := t.Scenario.Suits(t.Engine); why != nil {
		return why
	}
	c := t.made()
	return d.Suits(c.Setup())
}

// all makes some runs at a time; what was cut off is nil.
func (d *Drill) all(ctx context.Context, list []Exercise) (runs []*reports.LiveRun, failed error) {
	runs = make([]*reports.LiveRun, len(list))
	var mu sync.Mutex
	var all sync.WaitGroup
	room := make(chan struct{}, max(1, d.Jobs))
	for i := range list {
		all.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			if ctx.Err() != nil {
				return
			}
			r, err := d.run(ctx, &list[i])
			mu.Lock()
			defer mu.Unlock()
			if runs[i] = r; r != nil {
				d.Progress(*r)
			} else if ctx.Err() == nil && failed == nil {
				failed = err
			}
		})
	}
	all.Wait()
	return runs, failed
}

func (d *Drill) run(ctx context.Context, t *Exercise) (*reports.LiveRun, error) {
	began := time.Now()
	o, err := d.Runner.Run(ctx, t.made())
	if err != nil {
		return nil, err
	}
	defer o.LetGo()
	if d.Keep != nil {
		if err := d.Keep(t.Scenario.Name, o.History); err != nil {
			return nil, err
		}
	}
	r := told(t, &o)
	r.Took = time.Since(began).Round(100 * time.Millisecond).String()
	if d.Simulated == nil {
		return r, nil
	}
	twin, err := d.Simulated.Run(ctx, t.made())
	if err != nil {
		return nil, err
	}
	defer twin.LetGo()
	r.Simulated = &reports.Twin{Verdict: string(twin.Verdict()), Violated: append([]string{}, twin.Fired()...), Agrees: twin.Verdict() == o.Verdict()}
	return r, nil
}

// told is what an outcome comes to.
func told(t *Exercise, o *scenarios.Outcome) *reports.LiveRun {
	r := &reports.LiveRun{Scenario: t.Scenario.Name, Engine: t.Engine.Name, Verdict: string(o.Verdict()),
		Expected: append([]string{}, t.MustFire...), Violated: append([]string{}, o.Fired()...), Details: details(&o.Report),
		Missed: append([]string{}, o.Missed...), Unseen: slices.Concat([]string{}, o.Report.Missed, o.Report.Invalid),
		Faults: []string{}, Idle: []string{}, Facts: len(o.History.Facts)}
	for _, in := range o.Injections {
		switch {
		case !in.Event.IsFault():
		case in.Bit > 0:
			r.Faults = append(r.Faults, in.Event.String())
		default:
			r.Idle = append(r.Idle, in.Event.String())
		}
	}
	return r
}

// details are the first violations of each invariant.
func details(r *checker.Report) []string {
	all, seen := []string{}, map[string]bool{}
	for _, v := range r.Violations() {
		if !seen[v.Invariant] {
			seen[v.Invariant] = true
			all = append(all, v.Invariant+": "+v.Detail)
		}
	}
	return all
}

// Verdict sums a drill up: what must fail must be caught, and nothing else may fail.
func Verdict(l *reports.Live) reports.Verdict {
	var all []reports.Verdict
	if len(l.Runs) == 0 {
		all = append(all, reports.NothingRan)
	}
	for i := range l.Runs {
		all = append(all, verdict(&l.Runs[i]))
	}
	return reports.Worst(all...)
}

func verdict(r *reports.LiveRun) reports.Verdict {
	switch scenarios.Verdict(r.Verdict) {
	case scenarios.Violated:
		return reports.Violation
	case scenarios.Inconclusive, scenarios.Invalid:
		return reports.Inconclusive
	case scenarios.Unjudged:
		return reports.NothingRan
	case scenarios.Missed:
		return reports.CriterionMissed
	}
	return reports.Pass
}
