package campaign

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A Gate asks of an engine whether it is fit to be rolled out, and of this harness
// whether it would have noticed if it were not: it makes a campaign, and plants
// engines that must be caught.
type Gate struct {
	Engine  engine.Engine
	Library []*scenarios.Scenario // each is run ScenarioRuns times
	Named   []*scenarios.Scenario // not nil: only these are run, Runs times each
	Planted []wrong.Engine
	Bugs    []planted.Bug // to be planted at the ports of an engine that is somebody else's
	Must    []string      // which of them must be caught

	Home deploy.Home // where the engine lives; nil: it is run as the reference is

	Theirs   bool     // it need not do what scenarios expect of the reference
	Expected []string // but in these

	Singles Singles       // the small cluster, with every single fault; nil: not tried
	Filler  Filler        // fills what is left empty of the faults' matrix; nil: nobody does
	Measure engine.Engine // whose rates are the measure; none, or the engine itself: what it is asked for is
	Seed    uint64

	SeedGiven bool // by whoever asks; else it was drawn

	Runs     int      // random ones
	Strategy Strategy // of them
	Shard    Shard    // that is made, of all that there is to do
	Jobs     int
	Budget   time.Duration // a quarter of it is kept for the planted engines; 0: no bound

	Corpus *Corpus      // what was found in the past, which comes first; nil: nothing
	Notice func(string) // what is worth to be said at once; nil: nobody listens

	ReproDir string
	Command  string // what the command line is called, for advice; "" stands for pawl
	Again    string // the command that makes the same runs
	Watch    Watch

	started time.Time
}

// ScenarioRuns is how often a gate runs each scenario of the library.
const ScenarioRuns = 3

const contract = "strict"

// assumptions is the boundary within which results hold.
var assumptions = []string{
	"a linearizable store that says so when it was rewound",
	"clock rates off by at most ρ, and at most δ from the check of a lease to the answer",
	"no party that lies",
	"a key service that is idempotent by operation id",
	"relying parties whose caches are no older than the publish lead",
}

// command is what the command line is called.
func (g *Gate) command() string { return cmp.Or(g.Command, "pawl") }

// named says that the caller has chosen what is to be run.
func (g *Gate) named() bool { return g.Named != nil }

// campaign is what is to be run, and which scenarios of the library cannot be.
func (g *Gate) campaign() (c *Campaign, leftOut []string) {
	c = &Campaign{Runner: simulated(), Engine: g.Engine, Home: g.Home, Seed: g.Seed, Jobs: g.Jobs, Shard: g.Shard, GiveUp: g.Shard.Whole()}
	if g.Home != nil && !g.named() {
		c.Runs = g.Runs // the library's scenarios are not at home there
	} else if g.named() {
		c.Scenarios, c.Each = g.Named, g.Runs
	} else {
		var fit []*scenarios.Scenario
		if fit, leftOut = scenarios.Suiting(g.Library, g.Engine); g.Runs > 0 {
			c.Scenarios, c.Each, c.Runs = fit, ScenarioRuns, g.Runs
		}
	}
	c.by(g.Strategy)
	c.Budget = g.Budget - g.Budget/4 // the rest is for planted bugs
	if g.Singles != nil && !g.named() {
		c.Budget -= g.Budget / 8 // and for single faults
	}
	return c, leftOut
}

// until is when a budget is over that began with the gate; zero if there is none.
func (g *Gate) until(budget time.Duration) time.Time {
	if budget == 0 {
		return time.Time{}
	}
	return g.started.Add(budget)
}

// Run makes the runs and comes to a verdict.
func (g *Gate) Run(ctx context.Context) (*reports.Check, error) {
	g.started = time.Now()
	c, leftOut := g.campaign()
	r := &reports.Check{Engine: g.Engine.Name, Contract: contract, Seed: fmt.Sprint(g.Seed), SeedGiven: g.SeedGiven,
		Again: g.Again, Strategy: g.Strategy.told(), LeftOut: append([]string{}, leftOut...), Assumptions: assumptions}
	if err := g.remember(ctx, r); err != nil {
		return nil, err
	}
	remembered := r.Violations
	p := g.Watch.Begin("runs", g.until(c.Budget))
	c.Progress = p.At
	found, err := c.Run(ctx)
	p.End()
	if err != nil {
		return nil, err
	}
	fill(r, found)
	r.RunsMeant, r.GaveUp, r.Policy = c.Meant(), found.GaveUp, policyLines(c)
	if r.Timeline, err = timeline(ctx, c, found); err != nil {
		return nil, err
	}
	if err := missedRuns(ctx, r, c, found); err != nil {
		return nil, err
	}
	if r.Violations, err = g.tell(ctx, found.Failures); err != nil {
		r.Error = &reports.Error{Message: err.Error()}
	}
	if len(remembered) > 0 {
		r.Violations = append(r.Violations, remembered...)
		clearestFirst(r.Violations)
	}
	if err := g.single(ctx, r, &found.Felt); err != nil {
		return nil, err
	}
	if g.Shard.Whole() {
		if err := g.whole(ctx, r, felt{&found.Felt, &found.FeltRandom}, &found.Counts, found.Sampled); err != nil {
			return nil, err
		}
	} else {
		r.Part = g.part(c, found)
	}
	if r.Planted, err = g.plant(ctx, r); err != nil {
		return nil, err
	}
	if r.PortBugs, err = g.plantAtPorts(ctx, r); err != nil {
		return nil, err
	}
	r.WallSeconds = time.Since(g.started).Seconds()
	r.Interrupted = ctx.Err() != nil
	r.Decide(g.verdicts(r)...)
	r.Closing, r.Next = g.closing(r)
	return r, nil
}

// whole is what only all parts together can be asked: what they have left empty of the faults'
// matrix, and how much the engine does.
func (g *Gate) whole(ctx context.Context, r *reports.Check, all felt, counts *checker.Counts, sampled int) (err error) {
	if err = g.fill(ctx, r, all.all, all.random); err != nil {
		return err
	}
	r.Rates, err = g.rates(ctx, counts, sampled)
	return err
}

// tell makes reports of failures, by invariant, and repro files. Two of the same
// name are of the same content.
func (g *Gate) tell(ctx context.Context, failures []Failure) ([]reports.Failure, error) {
	p := g.Watch.Begin("failures made small", time.Time{})
	defer p.End()
	teller := Teller{Dir: g.ReproDir, Command: g.command(), AtHome: g.Home != nil, Jobs: g.Jobs}
	return teller.All(ctx, failures, p.At)
}

// tellMore tells failures besides those that were told, each as it is to be named.
func (g *Gate) tellMore(ctx context.Context, r *reports.Check, failures []Failure, name func(*reports.Failure)) {
	if len(failures) == 0 {
		return
	}
	told, err := g.tell(ctx, failures)
	if err != nil {
		r.Error = &reports.Error{Message: err.Error()}
	}
	for i := range told {
		name(&told[i])
	}
	r.Violations = append(r.Violations, told...)
	clearestFirst(r.Violations)
}

// plant sees whether wrong engines are caught: all of them, or, if the caller
// has named scenarios, those that fail in one of these. They say what a pass is
// worth: where something was violated already, nobody waits for them.
func (g *Gate) plant(ctx context.Context, r *reports.Check) ([]reports.Planted, error) {
	if r.Runs == 0 || len(r.Violations) > 0 {
		return []reports.Planted{}, nil
	}
	h, engines := g.hunter()
	p := g.Watch.Begin("planted bugs", h.deadline)
	defer p.End()
	return h.each(ctx, engines, p)
}

// hunter is who hunts wrong engines, and which.
func (g *Gate) hunter() (h hunter, engines []wrong.Engine) {
	h = hunter{runner: simulated(), seed: g.Seed, jobs: g.Jobs, within: g.Library, inEach: plantedScenario, runs: plantedRuns,
		enough: true, deadline: g.until(g.Budget)}
	if g.named() {
		h.within, h.inEach, h.runs = g.Named, g.Runs, 0
	} else if g.Runs >= EnoughRuns {
		h.drawn, h.inAll = draw(g.Seed, g.Planted), drawnRuns
	}
	return h, part(g.Shard, slices.DeleteFunc(slices.Clone(g.Planted), func(w wrong.Engine) bool {
		return g.named() && len(h.naming(&w)) == 0
	}))
}
