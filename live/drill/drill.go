package drill

import (
	"context"
	"slices"
	"sync"
	"time"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A Drill is scenarios to be run, each with an engine.
type Drill struct {
	Runner    scenarios.Runner
	Suits     func(deploy.Setup) error // why a run cannot be made; nil: it can
	Simulated scenarios.Runner         // nil: nothing is held against it
	// Tries is how many seeds the simulator may have until it violates what was violated here;
	// at least one.
	Tries int
	// Found is told of a simulated run that does, and says where it has put it; nil: nobody is.
	Found    func(*scenarios.Outcome) (string, error)
	Jobs     int
	Progress func(reports.LiveRun)
	Keep     func(scenario string, h *checker.History) error // nil: no history is kept
}

// An Exercise is one thing to be run: a scenario with an engine, or what a simulated failure
// was given.
type Exercise struct {
	Name     string
	Case     scenarios.Case
	MustFire []string // of an engine that must fail
}

// made is it as it is made here: nobody decides for real machines.
func (t *Exercise) made() scenarios.Case {
	c := t.Case
	c.Replay, c.Drawing, c.NoLog = nil, nil, true
	return c
}

// Run runs what can be run, and tells what cannot before anything starts.
func (d *Drill) Run(ctx context.Context, list []Exercise) (*reports.Live, error) {
	l := &reports.Live{Runs: []reports.LiveRun{}, Refused: []reports.Impossible{}}
	list = slices.DeleteFunc(slices.Clone(list), func(t Exercise) bool {
		why := d.refuses(&t)
		if why != nil {
			l.Refused = append(l.Refused, reports.Impossible{Scenario: t.Name, Why: why.Error()})
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
	c := t.made()
	if c.Scenario != nil {
		if why := c.Scenario.Suits(c.Engine); why != nil {
			return why
		}
	}
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
		if err := d.Keep(t.Name, o.History); err != nil {
			return nil, err
		}
	}
	r := told(t, &o)
	r.Took = time.Since(began).Round(100 * time.Millisecond).String()
	if d.Simulated == nil {
		return r, nil
	}
	r.Simulated, err = d.twin(ctx, t, &o)
	return r, err
}

// twin has the simulator make the same run: once, or where something was violated here, until
// that is violated there.
func (d *Drill) twin(ctx context.Context, t *Exercise, o *scenarios.Outcome) (*reports.Twin, error) {
	fired := o.Fired()
	for n := 1; ; n++ {
		c := t.Case
		if n > 1 {
			c.Seed += uint64(n - 1)
			c.Replay = nil
		}
		twin, err := d.Simulated.Run(ctx, c)
		if err != nil {
			return nil, err
		}
		same := slices.ContainsFunc(twin.Fired(), func(id string) bool { return slices.Contains(fired, id) })
		if len(fired) > 0 && !same && n < d.Tries {
			twin.LetGo()
			continue
		}
		x := &reports.Twin{Verdict: string(twin.Verdict()), Violated: append([]string{}, twin.Fired()...), Agrees: twin.Verdict() == o.Verdict(), Tried: n}
		if same && d.Found != nil {
			x.Repro, err = d.Found(&twin)
		}
		twin.LetGo()
		return x, err
	}
}

// told is what an outcome comes to.
func told(t *Exercise, o *scenarios.Outcome) *reports.LiveRun {
	r := &reports.LiveRun{Scenario: t.Name, Engine: t.Case.Engine.Name, Verdict: string(o.Verdict()),
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
