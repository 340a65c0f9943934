package scenarios

import (
	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios/form"
	"pawl/sim/deploy"
)

// standardGiven is what is given where a file says nothing.
func standardGiven() given {
	s := deploy.Standard(engine.Engine{}, 0)
	g := given{workers: s.Workers, clients: s.Clients, keys: s.Keys, policy: s.Policy,
		duration: s.Duration, healed: s.Healed, think: s.Think, operator: s.Operator}
	for _, p := range s.Pools {
		g.pools = append(g.pools, form.Named[int]{Name: p.Name, Value: p.Nodes})
	}
	return g
}

// setup puts a scenario into a run's terms.
func (s *Scenario) setup(e engine.Engine, seed uint64) deploy.Setup {
	setup := s.given.setup()
	setup.Engine, setup.Seed = e, seed
	setup.Events = s.events(setup.Schedule())
	return setup
}

// Suits says why a scenario cannot be made with an engine: something is done past that, which
// it does not offer to stand. Nil: it can.
func (s *Scenario) Suits(e engine.Engine) error {
	setup := s.setup(e, 0)
	return setup.CheckShown()
}

// Suiting are those of some scenarios that can be made with an engine, and the names of the
// others.
func Suiting(all []*Scenario, e engine.Engine) (some []*Scenario, others []string) {
	for _, s := range all {
		if s.Suits(e) == nil {
			some = append(some, s)
		} else {
			others = append(others, s.Name)
		}
	}
	return some, others
}

func (g *given) setup() deploy.Setup {
	setup := deploy.Setup{Setting: deploy.Setting{Workers: g.workers, Clients: g.clients, Keys: g.keys, Policy: g.policy, NewPolicy: g.thenPolicy.in(g.policy), Truth: g.truth,
		Duration: g.duration, Healed: g.healed, Think: g.think, Operator: g.operator}}
	for _, p := range g.pools {
		setup.Pools = append(setup.Pools, deploy.Pool{Name: p.Name, Nodes: p.Value})
	}
	for _, r := range g.regions {
		r.Value.Name = r.Name
		setup.Regions = append(setup.Regions, r.Value)
	}
	for _, r := range g.relying {
		for range r.Value {
			setup.Relying = append(setup.Relying, deploy.Cache(r.Name))
		}
	}
	return setup
}

// events are the file's, and the usual triggers if it has none. A file need not
// bootstrap its keys: that is done as usual, unless it has its own way.
func (s *Scenario) events(usual []faults.Event) []faults.Event {
	own, booted := false, map[string]bool{}
	for i := range s.when {
		if e := &s.when[i]; e.Kind == faults.TriggerKind {
			own = true
			booted[s.key(e.Key)] = booted[s.key(e.Key)] || e.Word == deploy.Boot
		}
	}
	var all []faults.Event
	for _, e := range usual {
		wanted := !own || e.Word == deploy.Boot && !booted[s.key(e.Key)]
		if wanted && e.At < s.given.duration {
			all = append(all, e)
		}
	}
	for i := range s.when {
		all = append(all, s.when[i].Event)
	}
	return all
}

// key is the one that is meant: the only one there is, where none is named.
func (s *Scenario) key(name string) string {
	if name == "" {
		return s.given.keys[0]
	}
	return name
}
