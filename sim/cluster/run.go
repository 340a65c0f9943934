package cluster

import (
	"strings"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim"
)

// Result is one run as it went.
type Result struct {
	History    *checker.History
	Outcome    sim.Outcome
	Injections []faults.Injection
}

// cluster is a simulated deployment while it runs.
type cluster struct {
	setup   *Setup
	w       *sim.World
	net     network
	inject  *faults.Injector
	observe *observer

	machines                []*machine
	nodes, workers, clients []*machine
	byName                  map[string]*machine // looked up only
	store                   *storage
	keys                    *keyPlace
	scheduler               *scheduler
	operator                *machine
	operatorPace            *sim.Source
	pages                   map[string]int // by key, those an operator has not dealt with; looked up only
	acts                    int
}

// keyPlace is the key service on its machine.
type keyPlace struct {
	*keyService
	m *machine
}

// Run runs a setup.
func Run(s Setup) (Result, error) {
	if err := s.Validate(); err != nil {
		return Result{}, err
	}
	c := &cluster{setup: &s, byName: map[string]*machine{}, pages: map[string]int{}}
	c.w = sim.New(sim.Config{Seed: s.Seed, Replay: s.Replay, Keep: s.Keep, NoLog: s.NoLog})
	c.observe = newObserver(c)
	c.build()
	c.net = network{n: len(c.machines)}
	c.net.latency = make([]*sim.Source, c.net.n*c.net.n)
	c.net.cuts = make([][]*cut, c.net.n*c.net.n)
	for _, f := range s.Faults {
		c.w.Emit("plan", "fault", f.String(), 0, 0)
	}
	in, err := faults.NewInjector(s.Faults, c, c.w.Now, s.Healed)
	if err != nil {
		return Result{}, err
	}
	c.inject = in
	for _, m := range c.machines {
		m.boots()
	}
	out := c.w.Run(s.Duration)
	return Result{History: c.observe.close(s.Duration), Outcome: out, Injections: in.Report()}, nil
}

func (c *cluster) machine(name string) *machine { return c.byName[name] }

// machineOf is the machine of an incarnation.
func machineOf(self string) string {
	name, _, _ := strings.Cut(self, "#")
	return name
}

func (c *cluster) add(name string) *machine {
	m := &machine{c: c, id: len(c.machines), name: name}
	c.machines = append(c.machines, m)
	c.byName[name] = m
	return m
}

// build makes all machines, in an order that is the same in every run.
func (c *cluster) build() {
	s := c.setup
	c.store = &storage{Store: &Store{}, m: c.add("store"), linger: c.w.Source("store/linger")}
	c.keys = &keyPlace{newKeyService(s.Seed), c.add("keys")}
	for i := range s.Workers {
		c.workers = append(c.workers, c.addWorker(workerName(i), i))
	}
	for _, p := range s.Pools {
		for i := range p.Nodes {
			c.nodes = append(c.nodes, c.addNode(nodeName(p.Name, i), p.Name))
		}
	}
	for i := range s.Clients {
		c.clients = append(c.clients, c.addClient(clientName(i)))
	}
	c.scheduler = &scheduler{c: c, m: c.add("scheduler"), choose: c.w.Source("scheduler")}
	c.scheduler.m.start = c.scheduler.start
	c.operator = c.add("operator")
	c.operatorPace = c.w.Source("operator")
	c.runOperator()
}

// addWorker adds a replica of the control plane, with a home in one of the pools
// for engines that care.
func (c *cluster) addWorker(name string, i int) *machine {
	m := c.add(name)
	m.pool = c.setup.Pools[i%len(c.setup.Pools)].Name
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
	m.pool = pool
	m.start = func() {
		serving := c.setup.Engine.Agent(m.env())
		m.serving = serving
		for _, key := range c.setup.Keys {
			m.spawn(func(*sim.Proc) { serving.Run(key) })
		}
	}
	return m
}

func (c *cluster) addClient(name string) *machine {
	m := c.add(name)
	cl := &client{c: c, m: m, pick: c.w.Source(name), pace: c.w.Source(name + "/pace"), emit: c.w.Source(name + "/emission")}
	m.start = func() {
		cl.mine = nil
		m.spawn(cl.run)
	}
	return m
}
