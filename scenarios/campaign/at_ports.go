package campaign

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// What a pass of an engine that is somebody else's is worth: bugs are planted at its ports,
// and hunted in the very runs that it has passed. So whatever fires in one of them in which
// the mistake was made, fires because of the mistake.

// portRuns is in how many random runs a bug is hunted at most, of those that the engine
// has passed.
const portRuns = 200

// A portHunt hunts bugs planted at the ports of an engine.
type portHunt struct {
	engine   engine.Engine
	home     deploy.Home // where it lives; nil: it is run as the reference is
	seed     uint64
	strategy Strategy // of the runs that it has passed
	runs     int
	jobs     int
	deadline time.Time // zero: none
}

// each hunts bugs, several at a time and each by itself. What an interrupt has kept from
// being hunted to the end says nothing, and is left out, with all that come after it.
func (h *portHunt) each(ctx context.Context, bugs []planted.Bug, p Progress) (all []reports.PortBug, err error) {
	all = make([]reports.PortBug, 0, len(bugs))
	alone := *h
	alone.jobs = 1
	type hunted struct {
		bug reports.PortBug
		err error
	}
	InOrder(h.jobs, len(bugs), func() bool { return ctx.Err() == nil }, func(i int) (x hunted) {
		x.bug, x.err = alone.hunt(ctx, &bugs[i])
		return x
	}, func(i int, x hunted) bool {
		if err = x.err; err != nil || ctx.Err() != nil && !x.bug.Caught {
			return false
		}
		all = append(all, x.bug)
		p.At(i+1, len(bugs))
		return true
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// A spoilt is a run with a bug planted in its engine.
type spoilt struct {
	outcome scenarios.Outcome
	made    int // how often the mistake was
}

func (h *portHunt) hunt(ctx context.Context, bug *planted.Bug) (reports.PortBug, error) {
	b := reports.PortBug{Bug: bug.Name, Text: bug.Text, Engine: bug.Called(h.engine.Name), CaughtBy: []string{}}
	passed := (&Campaign{Runner: simulated(), Engine: h.engine, Home: h.home.Of(h.engine), Seed: h.seed}).by(h.strategy)
	once := func(i int) (s spoilt, err error) {
		var made planted.Mistakes
		c := passed.Case(i)
		c.Engine, c.NoLog = bug.In(h.engine, &made), true
		s.outcome, err = passed.Runner.Run(ctx, c)
		s.outcome.LetGo() // what fired is looked at, and nothing else
		s.made = made.Times()
		return s, err
	}
	err := chase(ctx, passed, h.jobs, h.runs, h.deadline, once, func(s *spoilt) bool {
		b.Runs++
		if s.made == 0 {
			return true
		}
		b.MadeIn++
		if s.outcome.Verdict() == scenarios.Violated {
			b.Caught, b.CaughtBy = true, s.outcome.Fired()
		}
		return !b.Caught
	})
	b.CutShort = !b.Caught && b.Runs < h.runs
	return b, err
}

// plantAtPorts hunts the bugs that are planted at the ports of the engine, in random runs
// that it has passed.
func (g *Gate) plantAtPorts(ctx context.Context, r *reports.Check) ([]reports.PortBug, error) {
	if len(g.Bugs) == 0 || g.passed(r) == 0 || len(r.Violations) > 0 {
		return []reports.PortBug{}, nil
	}
	h := g.portHunter(r)
	p := g.Watch.Begin("bugs at its ports", h.deadline)
	defer p.End()
	return h.each(ctx, part(g.Shard, g.Bugs), p)
}

// portHunter is who hunts them.
func (g *Gate) portHunter(r *reports.Check) portHunt {
	return portHunt{engine: g.Engine, home: g.Home, seed: g.Seed, strategy: g.Strategy, runs: min(g.passed(r), portRuns), jobs: g.Jobs, deadline: g.until(g.Budget)}
}

// passed is how many random runs nothing is known against: in one of several parts, those of the
// others too, since what comes of bugs is told only where nothing was violated in any.
func (g *Gate) passed(r *reports.Check) int {
	if g.Shard.Whole() {
		return r.RandomRuns
	}
	return g.Runs
}

// missedAtPorts are the criteria that bugs planted at the ports have missed: that of those
// that were made at least one is caught, and each of those that must be.
func missedAtPorts(all []reports.PortBug, must []string) (missed []criterion) {
	made, caught := 0, 0
	var survived []string
	for i := range all {
		b := &all[i]
		if b.MadeIn > 0 {
			made++
		}
		if b.Caught {
			caught++
		} else if slices.Contains(must, b.Bug) {
			survived = append(survived, b.Bug+" "+b.Missed())
		}
	}
	if made > 0 && caught == 0 {
		missed = append(missed, criterion{fmt.Sprintf("%s planted at its ports, and nothing noticed any of them", reports.Count(made, "bug")),
			"Have the engine's View tell more of what it stores: what it does not offer is not judged."})
	}
	if len(survived) > 0 {
		missed = append(missed, criterion{"bugs that must be caught were not: " + strings.Join(survived, ", "), moreRuns})
	}
	return missed
}
