package envelope

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// A Question asks of an engine how far each assumption can be pushed before it breaks.
type Question struct {
	Engine engine.Engine
	Home   deploy.Home  // where the engine lives; nil: it is run as the reference is
	Pushed []Assumption // nil: all
	Seed   uint64

	Runs   int // of each value
	Jobs   int
	Budget time.Duration // after which no run is started; 0: no bound

	ReproDir string
	Command  string // what the command line is called
	Again    string // the command that makes the same runs
	Watch    campaign.Watch

	started time.Time
}

// simulated makes runs in the simulator.
func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

// noEngine stands for any, which a setting does not depend on.
var noEngine engine.Engine

// over says that no run is to be started any more.
func (q *Question) over() bool { return q.Budget > 0 && time.Since(q.started) >= q.Budget }

// plain is the run in which nothing is pushed: two rotations after the first version, and nobody who
// resumes what has halted, since an assumption that costs an operator's help has broken.
func (q *Question) plain() deploy.Setup {
	s := deploy.Standard(q.Engine, 0)
	if q.Home != nil {
		s = q.Home(q.Engine, 0)
	}
	s.Operator = false
	return s
}

// runOf is one run of an assumption at a value. Its seed does not depend on the value.
func (q *Question) runOf(a *Assumption, value int64, run int) (scenarios.Case, error) {
	s := q.plain()
	if err := a.Push(&s, value, run); err != nil {
		return scenarios.Case{}, err
	}
	s.Seed = campaign.SeedOf(q.Seed, "envelope "+a.Name, run)
	if s.Events == nil {
		s.Events = []faults.Event{}
	}
	return scenarios.Case{Engine: q.Engine, Seed: s.Seed, Setting: &s.Setting, Events: s.Events}, nil
}

// Run pushes one assumption after the other. When the context ends, or the budget is over, it starts
// no more runs and keeps what it has.
func (q *Question) Run(ctx context.Context) (*reports.Envelope, error) {
	q.started = time.Now()
	if q.Pushed == nil {
		q.Pushed = Assumptions()
	}
	r := &reports.Envelope{Engine: q.Engine.Name, Seed: fmt.Sprint(q.Seed), Again: q.Again, RunsOfEach: q.Runs,
		Pushed: []reports.Pushed{}, Failures: []reports.Failure{}, Different: []string{}}
	for i := range q.Pushed {
		if err := q.push(ctx, r, &q.Pushed[i]); err != nil {
			return nil, err
		}
	}
	r.Interrupted = ctx.Err() != nil
	r.WallSeconds = time.Since(q.started).Seconds()
	q.conclude(r)
	return r, nil
}

// mostTries is about how many values are tried at most, for the progress.
const mostTries = 16

func (q *Question) push(ctx context.Context, r *reports.Envelope, a *Assumption) error {
	plain := q.plain()
	assumed, said := a.Assumed(&plain.Setting)
	if !said {
		assumed = a.Least
	}
	why, err := q.unfit(a, assumed)
	if err != nil {
		return err
	}
	if why != "" {
		r.Pushed = append(r.Pushed, q.told(&search{q: q, a: a}, why))
		return nil
	}
	until := time.Time{}
	if q.Budget > 0 {
		until = q.started.Add(q.Budget)
	}
	p := q.Watch.Begin("runs of "+a.Name, until)
	f := &search{q: q, a: a, at: func(n int) { p.At(min(n, mostTries*q.Runs), mostTries*q.Runs) }}
	err = f.run(ctx, assumed)
	p.End()
	if err != nil {
		return err
	}
	x := q.told(f, "")
	if _, breaks, _ := f.boundary(); breaks != nil {
		if err := q.tell(ctx, r, &x, breaks); err != nil {
			r.Error = &reports.Error{Message: err.Error()}
		}
	}
	r.Runs += f.runs()
	r.Pushed = append(r.Pushed, x)
	return nil
}

// unfit says why an assumption cannot be pushed for this engine; "" if it can. A run at what is
// assumed is as good as any to see it by. An error is a mistake in what is pushed.
func (q *Question) unfit(a *Assumption, assumed int64) (why string, err error) {
	c, err := q.runOf(a, max(assumed, a.Least+a.Step), 0)
	if err != nil {
		return "", err
	}
	setup := c.Setup()
	if err := setup.Validate(); err != nil {
		why = err.Error()
	}
	return why, nil
}

// tell makes the run in which something went wrong once more, with its log, and a repro of it.
func (q *Question) tell(ctx context.Context, r *reports.Envelope, x *reports.Pushed, t *Try) error {
	c := t.outcome.Case
	c.NoLog = false
	ctx = context.WithoutCancel(ctx)
	o, err := simulated().Run(ctx, c)
	if err != nil {
		return err
	}
	if o.Hash != t.outcome.Hash {
		r.Different = append(r.Different, fmt.Sprintf("%s at %s, run %d: trace hash %x, then %x", x.Name, x.Breaks.Said, t.run+1, t.outcome.Hash[:6], o.Hash[:6]))
		return nil
	}
	teller := campaign.Teller{Dir: q.ReproDir, Command: q.Command}
	told, err := teller.All(ctx, []campaign.Failure{campaign.HarmDone(t.run, &o)}, func(int, int) {})
	if len(told) == 0 {
		return errors.Join(err, errors.New("nothing could be told of what went wrong"))
	}
	x.Repro, x.Command = told[0].Repro, told[0].Command
	r.Failures = append(r.Failures, told...)
	return err
}
