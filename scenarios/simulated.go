package scenarios

import (
	"context"
	"time"

	"pawl/checker"
	"pawl/sim/cluster"
)

// Simulated makes runs in the simulator.
type Simulated struct {
	// Porcupine bounds the search for a linearization where the certificate
	// fails; 0 stands for a second.
	Porcupine time.Duration
}

// Run makes one run and judges it.
func (d Simulated) Run(ctx context.Context, c Case) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	setup := c.setup()
	setup.Replay, setup.Keep, setup.NoLog = c.Replay, c.Keep, c.NoLog
	r, err := cluster.Run(setup)
	if err != nil {
		return Outcome{}, err
	}
	bound := d.Porcupine
	if bound == 0 {
		bound = time.Second
	}
	o := Outcome{Case: c, Faults: setup.Faults, Injections: r.Injections, History: r.History, Findings: r.Outcome.Findings,
		Hash: r.Outcome.Hash, Events: r.Outcome.Events, Decisions: r.Outcome.Decisions,
		Diverged: r.Outcome.Diverged, Trace: r.Outcome.Trace, Simulated: setup.Duration}
	if r.Outcome.Diverged == nil {
		o.Report = checker.Check(r.History, checker.Options{Porcupine: bound})
		o.Missed = c.Scenario.missed(r.History, &o)
	}
	return o, nil
}

// setup turns a case into the simulator's terms.
func (c *Case) setup() cluster.Setup {
	var s cluster.Setup
	if c.Scenario == nil {
		s = cluster.Standard(c.Engine, c.Seed)
		if c.Faults == nil {
			s.Faults = s.Plan()
		}
	} else {
		s = c.Scenario.setup(c.Engine, c.Seed)
	}
	if c.Faults != nil {
		s.Faults = c.Faults
	}
	return s
}
