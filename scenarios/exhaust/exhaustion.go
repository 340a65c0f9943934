package exhaust

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
)

// An Exhaustion tries every cell of a subject's plan.
type Exhaustion struct {
	Subject  Subject
	Engine   engine.Engine
	Seed     uint64
	Thorough bool
	Only     string // the event of the one cell that is tried; "": all
	Resume   *State // to go on from; nil: begin with the first

	Jobs   int
	Budget time.Duration // after which no run is started; 0: no bound

	ReproDir string
	Command  string // what the command line is called
	Again    string // the command that makes the same runs
	Watch    campaign.Watch
}

// An unfitting is what the caller can put right.
type unfitting struct{ error }

// Unfitting says of an error that what was asked for does not fit: the subject the engine, or
// what is to be tried the plan.
func Unfitting(err error) bool {
	var u unfitting
	return errors.As(err, &u)
}

// Run tries the cells and comes to a verdict. When the context ends it starts no more,
// and keeps what it has.
func (x *Exhaustion) Run(ctx context.Context) (*reports.Exhaust, error) {
	started := time.Now()
	p, err := prepare(ctx, x.Subject, x.Engine, x.Seed, x.Thorough, choice{})
	if err != nil {
		return nil, err
	}
	if err := x.fit(p); err != nil {
		return nil, unfitting{err}
	}
	t := &tally{plan: p}
	if err := x.sweep(ctx, t, x.until(started), campaign.Shard{}); err != nil {
		return nil, err
	}
	r := x.report(t)
	r.Interrupted = ctx.Err() != nil
	teller := campaign.Teller{Dir: x.ReproDir, Command: x.Command, AtHome: x.Subject.atHome(), Jobs: x.Jobs}
	progress := x.Watch.Begin("failures made small", time.Time{})
	r.Violations, err = teller.All(ctx, t.failed(), progress.At)
	progress.End()
	for i := range r.Violations {
		r.Violations[i].Scenario = reports.Exhausting(campaign.Quoted(x.Subject.Arg))
	}
	if r.Run < r.Cells && x.Only == "" && len(t.differs) == 0 && r.FaultFree == passed {
		var saved error
		r.State, saved = x.state(t).save(x.ReproDir)
		err = errors.Join(err, saved)
	}
	if err != nil {
		r.Error = &reports.Error{Message: err.Error()}
	}
	r.WallSeconds = time.Since(started).Seconds()
	x.conclude(r)
	return r, nil
}

func (x *Exhaustion) until(started time.Time) (at time.Time) {
	if x.Budget > 0 {
		at = started.Add(x.Budget)
	}
	return at
}

// fit says why what is to be gone on from, or tried alone, is not of the plan; and leaves
// of the plan what is to be tried.
func (x *Exhaustion) fit(p *Plan) error {
	if s := x.Resume; s != nil {
		if err := s.Fits(x.Subject.Name, x.Engine.Name, x.Seed); err != nil {
			return err
		}
		if s.Plan != p.Hash() || s.Cells != len(p.Cells) {
			return errOtherPlan
		}
	}
	if x.Only == "" || !p.clean() {
		return nil
	}
	for _, e := range p.Cells {
		if e.String() == x.Only {
			p.Cells = []faults.Event{e}
			return nil
		}
	}
	return p.noCell(x.Only)
}

// sweep makes the runs of the cells, or of a shard of them. Of those that a state has, only what
// has to be told is made again.
func (x *Exhaustion) sweep(ctx context.Context, t *tally, until time.Time, of campaign.Shard) error {
	var before []Mark
	if x.Resume != nil {
		before = x.Resume.Marks
	}
	known := func(i int) bool { return i < len(before) && !before[i].listed() }
	progress := x.Watch.Begin("single faults of "+x.Subject.Name, until)
	defer progress.End()
	goOn := func() bool { return ctx.Err() == nil && (until.IsZero() || time.Now().Before(until)) }
	var err error
	runner := simulated()
	from, to := of.Range(len(t.plan.Cells))
	campaign.InOrder(x.Jobs, to-from, goOn, func(i int) (r campaign.Making) {
		if i += from; !known(i) {
			r = campaign.MakeBriefly(ctx, runner, t.plan.Case(i), i%again == 0)
		}
		return r
	}, func(n int, r campaign.Making) bool {
		i := from + n
		switch {
		case r.Err != nil && ctx.Err() != nil:
			return false // cut off: it was not made, and what is after it would leave a gap
		case r.Err != nil:
			err = r.Err
			return false
		case known(i):
			t.skip(i, before[i])
		default:
			t.add(i, &r)
		}
		if i < len(before) && t.marks[i] != before[i] {
			t.differs = append(t.differs, fmt.Sprintf("cell %d, %s: %s, then %s", i+1, t.plan.Cells[i], before[i], t.marks[i]))
		}
		progress.At(n+1, to-from)
		return true
	})
	return err
}

// failed are the runs to be told: that without a fault first.
func (t *tally) failed() []campaign.Failure {
	var free campaign.Shortlist
	if o := &t.plan.Free.Outcome; o.Verdict() == scenarios.Violated {
		free.Add(-1, o)
	}
	return append(free.Failures, t.failures.Failures...)
}

func (x *Exhaustion) state(t *tally) *State {
	s := &State{Scenario: x.Subject.Name, Engine: x.Engine.Name, Seed: x.Seed, Plan: t.plan.Hash(),
		Cells: len(t.plan.Cells), Marks: t.marks}
	if x.Resume != nil && len(x.Resume.Marks) > len(s.Marks) {
		s.Marks = x.Resume.Marks // it was ended again before it came to where it was
	}
	return s
}

// Singles is the small cluster, or a shard of its cells, exhausted until a time: what a gate asks
// for besides its campaign. The zero time stands for no bound.
func (x *Exhaustion) Singles(ctx context.Context, until time.Time, of campaign.Shard) (campaign.Tried, error) {
	p, err := Prepare(ctx, x.Subject, x.Engine, x.Seed)
	switch {
	case err != nil && ctx.Err() != nil:
		return campaign.Tried{Cells: reports.Exhausted{Scenario: x.Subject.Name, FaultFree: reports.NotRun, NoCells: "it was interrupted"}}, nil
	case err != nil:
		return campaign.Tried{}, err
	}
	t := &tally{plan: p}
	err = x.sweep(ctx, t, until, of)
	failed := t.failures.Failures
	if of.Number <= 1 {
		failed = t.failed()
	}
	return campaign.Tried{Cells: t.exhausted(), Failures: failed, Felt: t.felt}, err
}
