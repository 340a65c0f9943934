package cluster

import (
	"context"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/keymaker"
	"pawl/sim/deploy/people"
)

// Simulated is the simulated deployment.
type Simulated struct{}

// Run runs a setup.
func (Simulated) Run(ctx context.Context, s deploy.Setup) (deploy.Result, error) {
	if err := ctx.Err(); err != nil {
		return deploy.Result{}, err
	}
	if err := s.Validate(); err != nil {
		return deploy.Result{}, err
	}
	c := build(&s)
	c.bounded = true
	if err := c.begin(); err != nil {
		return deploy.Result{}, err
	}
	ending := c.w.Run(s.Duration)
	c.leave(&ending)
	injections := c.inject.Report()
	return deploy.Result{History: c.witness.Close(ending.End, injections), Injections: injections, Moments: c.census.All(), Ending: ending}, nil
}

// cluster is a simulated deployment while it runs.
type cluster struct {
	setup   *deploy.Setup
	w       *sim.World
	inject  *faults.Injector
	census  *faults.Census // nil: not asked for
	witness *deploy.Witness

	machines                []*machine
	nodes, workers, clients []*machine
	relying                 []*machine
	byName                  map[string]*machine // looked up only
	over                    []*exchange         // to be used again
	fresh                   deploy.Shelf[exchange]
	acting                  *sim.Proc // that has reached a moment, while events strike at it
	store                   *storage
	keys                    *keyPlace
	scheduler               *scheduler
	operator                *operator
	sums                    summer
	bounded                 bool      // an engine asks, which is not to ask without end
	moved                   int       // bytes, to and from the store and disks, by the engine
	order                   *ordering // nil: as drawn
}

// build makes all machines, in an order that is the same in every run.
func build(s *deploy.Setup) *cluster {
	c := &cluster{setup: s, byName: map[string]*machine{}, witness: deploy.NewWitness(s)}
	c.sums.untold = s.Untold
	c.w = sim.New(sim.Config{Seed: s.Seed, Replay: s.Replay, Branch: s.Branch, Drawing: s.Drawing, Keep: s.Keep, NoLog: s.NoLog, MaxEvents: s.Most})
	c.order = newOrdering(s.Order, s.Seed)
	left := roomOn(s.Paper)
	c.fresh = left.exchanges
	c.addStore(left.store)
	c.addKeys()
	for i := range s.Workers {
		c.workers = append(c.workers, c.addWorker(deploy.WorkerName(i), i))
	}
	for _, p := range s.Pools {
		for i := range p.Nodes {
			c.nodes = append(c.nodes, c.addNode(deploy.NodeName(p.Name, i), p.Name))
		}
	}
	for i := range s.Clients {
		c.clients = append(c.clients, c.addClient(deploy.ClientName(i)))
	}
	for i, kind := range s.Relying {
		c.relying = append(c.relying, c.addRelying(deploy.RelyingName(i), kind))
	}
	c.addScheduler()
	c.addOperator()
	return c
}

// begin sets the events in motion and starts the machines.
func (c *cluster) begin() (err error) {
	for _, e := range c.setup.Events {
		c.tell("plan", deploy.Planned, e.String())
	}
	c.scheduler.Plan(c.setup.Events)
	c.inject, err = faults.NewInjector(c.setup.Events, c, c.setup.Keys, c.w.Now, c.setup.Healed)
	if err != nil {
		return err
	}
	if c.setup.Census {
		c.census = faults.NewCensus(c, c.setup.Keys, c.w.Now)
	}
	for _, m := range c.machines {
		if !m.absent {
			c.w.Do(m.boots)
		}
	}
	return nil
}

// tell puts into the trace what is to happen, or has been put into force, whether or not
// anything comes of it.
func (c *cluster) tell(actor, what, detail string) {
	if !c.setup.Untold {
		c.w.Emit(actor, what, detail, 0, 0)
	}
}

func (c *cluster) machine(name string) *machine { return c.byName[name] }

func (c *cluster) add(name string) *machine {
	m := &machine{c: c, id: len(c.machines), name: name}
	m.clock.set(0, c.setup.Truth.Rate(name), unnoticed)
	m.wall = wallClock{within: c.setup.Policy.WallSkew / 2, source: func() *sim.Source { return c.w.Source(name + "/wall") }}
	c.machines = append(c.machines, m)
	c.byName[name] = m
	return m
}

func (c *cluster) addStore(left *Store) {
	c.store = &storage{Store: left.cleared(), m: c.add(deploy.StoreName),
		linger: c.w.Source("store/linger"), replica: c.w.Source("store/replica"), outage: c.w.Source("store/outage")}
	c.store.m.start, c.store.m.serve = c.store.starts, c.store.serve
}

func (c *cluster) addKeys() {
	c.keys = &keyPlace{Keymaker: keymaker.New(materialOf(c.setup.Seed)), m: c.add(deploy.KeysName)}
	c.keys.m.serve = c.keys.serve
}

// addWorker adds a replica of the control plane, with a home in one of the pools
// for engines that care.
func (c *cluster) addWorker(name string, i int) *machine {
	m := c.add(name)
	m.role, m.pool = engine.WorkerRole, c.setup.Pools[i%len(c.setup.Pools)].Name
	m.serve = m.serveWorker
	m.start = func() {
		control := c.setup.Engine.Worker(m.env())
		m.control = control
		for _, key := range c.setup.Keys {
			m.spawn(func(*sim.Proc) { control.Run(key) })
		}
	}
	return m
}

func (c *cluster) addNode(name, pool string) *machine {
	m := c.add(name)
	m.role, m.pool = engine.NodeRole, pool
	n := &node{m: m, emit: c.w.Source(name + "/emission"), door: doorstep{}}
	m.serve = n.serve
	m.start = func() {
		serving := c.setup.Engine.Agent(m.env())
		m.serving = serving
		for _, key := range c.setup.Keys {
			if c.setup.Engine.Seals(pool, key) {
				m.spawn(func(*sim.Proc) { serving.Run(key) })
			}
		}
		n.keeping(serving)
	}
	return m
}

func (c *cluster) addClient(name string) *machine {
	m := c.add(name)
	cl := &client{c: c, m: m, pick: c.w.Source(name), pace: c.w.Source(name + "/pace")}
	cl.says = people.TextsOf(name, c.w.Source(name+"/texts").Choose(people.Turns))
	if len(c.setup.Relying) > 0 {
		cl.hand = c.w.Source(name + "/hand")
	}
	if c.setup.Truth.Lifetime > 0 {
		cl.late = c.w.Source(name + "/late")
	}
	if c.setup.Policy.Rewrap {
		cl.keeper = &keeper{cl, c.w.Source(name + "/keeper")}
	}
	m.start = func() {
		cl.mine = people.Mines{}
		m.spawn(cl.run)
		if cl.keeper != nil && name == deploy.ClientName(0) {
			m.spawn(cl.keeper.atLast)
		}
	}
	return m
}

func (c *cluster) addScheduler() {
	c.scheduler = newScheduler(c, c.add(deploy.SchedulerName), c.w.Source("scheduler"))
}

func (c *cluster) addOperator() {
	c.operator = &operator{c: c, m: c.add(deploy.OperatorName), pace: c.w.Source("operator"), errs: c.w.Source("operator/errs"), alerts: map[string][]engine.Alert{}, acts: people.Acts{Seen: c.witness}}
	c.operator.m.start, c.operator.m.serve = c.operator.starts, c.operator.serve
}
