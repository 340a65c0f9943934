package scenarios

import (
	"context"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A Case is one run to be made: what, of which engine, from which seed. It is
// data; the same Case gives the same Outcome.
type Case struct {
	Scenario *Scenario // nil: a random run
	Engine   engine.Engine
	Seed     uint64
	Turn     deploy.Turn     // of a campaign, for what a random run draws; of none, it is of the standard setting
	Setting  *deploy.Setting // in place of what a scenario gives; nil: that, and of a random run drawn in a campaign, else standard
	Home     deploy.Home     // of a random run without a setting; nil: the engine has none of its own
	// Events replaces what happens in the scenario or, in a random run, what is
	// scheduled and drawn; nil leaves that as it is, and an empty list means nothing.
	Events []faults.Event
	Replay []sim.Decision // nil: draw from the seed
	// Drawing are the places that draw, if not all do: the others choose the least there is.
	Drawing []string
	Order   deploy.Order // of requests that contend
	Branch  *sim.Branch  // nil: all of Replay; else where it is left, and what is drawn then
	Keep    bool         // keep the trace, for a story
	NoLog   bool         // do not keep the decisions, of which only a repro has use
	Most    int          // steps until it is stopped as running away; 0: as many as the kernel lets it
	Census  bool         // write down the moments that the run comes to
	Near    bool         // say how near what may run out came to it
	Untold  bool         // leave events themselves out of the trace, and have in it what came of them
}

// Setup is the case as a run.
func (c *Case) Setup() deploy.Setup {
	var s deploy.Setup
	if c.Scenario == nil {
		s = c.random()
	} else {
		s = c.Scenario.setup(c.Engine, c.Seed)
		if c.Setting != nil {
			s.Setting = *c.Setting
		}
	}
	if c.Events != nil {
		s.Events = c.Events
	}
	s.Replay, s.Branch, s.Drawing, s.Order, s.Keep, s.NoLog, s.Most, s.Census, s.Untold = c.Replay, c.Branch, c.Drawing, c.Order, c.Keep, c.NoLog, c.Most, c.Census, c.Untold
	return s
}

// random is a random run.
func (c *Case) random() deploy.Setup {
	s := deploy.Standard(c.Engine, c.Seed)
	switch {
	case c.Setting != nil:
		s.Setting = *c.Setting
		s.Events = s.Schedule()
	case c.Home != nil:
		s = c.Home(c.Engine, c.Seed)
	case c.Turn.N > 0:
		s = deploy.Drawn(c.Engine, c.Seed)
	}
	if c.Events == nil {
		s.Events = append(s.Events, s.Plan(c.Turn)...)
	}
	return s
}

// A Runner makes runs and judges them.
type Runner interface {
	Run(context.Context, Case) (Outcome, error)
}

// On makes runs on a deployment, whichever it is, and judges them here. What an outcome has
// let go of it uses again.
func On(d deploy.Deployment) Runner { return runner{d, &stack{}} }

type runner struct {
	d    deploy.Deployment
	used *stack
}

// Run makes one run and judges it.
func (r runner) Run(ctx context.Context, c Case) (Outcome, error) {
	setup, s := c.Setup(), r.used.take()
	setup.Paper = &s.paper
	result, err := r.d.Run(ctx, setup)
	if err != nil {
		return Outcome{}, err
	}
	setup.Paper = nil // it is this run's
	o := judge(setup, result, &s.desk, r.used.model())
	o.Case, o.lent, o.lender = c, s, r.used
	o.Missed = c.Scenario.missed(&o)
	if c.Near && o.Past != nil {
		o.Nearest = nearest(o.Past)
	}
	return o, nil
}
