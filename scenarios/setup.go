package scenarios

import (
	"pawl/engine"
	"pawl/scenarios/form"
	"pawl/sim/cluster"
)

// standardGiven is what is given where a file says nothing.
func standardGiven() given {
	s := cluster.Standard(engine.Engine{}, 0)
	g := given{workers: s.Workers, clients: s.Clients, keys: s.Keys, policy: s.Policy,
		duration: s.Duration, healed: s.Healed, think: s.Think, operator: s.Operator}
	for _, p := range s.Pools {
		g.pools = append(g.pools, form.Named[int]{Name: p.Name, Value: p.Nodes})
	}
	return g
}

// setup puts a scenario into the simulator's terms.
func (s *Scenario) setup(e engine.Engine, seed uint64) cluster.Setup {
	if s == nil {
		return cluster.Standard(e, seed)
	}
	setup := s.given.setup()
	setup.Engine, setup.Seed = e, seed
	setup.Triggers = s.triggers(setup.Schedule())
	for i := range s.when {
		switch ev := &s.when[i]; ev.what {
		case "act":
			setup.Acts = append(setup.Acts, cluster.Act{At: ev.at, Verb: ev.act.verb, Key: s.key(ev.act.key)})
		case "fault":
			setup.Faults = append(setup.Faults, ev.fault)
		}
	}
	return setup
}

func (g *given) setup() cluster.Setup {
	setup := cluster.Setup{Workers: g.workers, Clients: g.clients, Keys: g.keys, Policy: g.policy,
		Duration: g.duration, Healed: g.healed, Think: g.think, Operator: g.operator}
	for _, p := range g.pools {
		setup.Pools = append(setup.Pools, cluster.Pool{Name: p.Name, Nodes: p.Value})
	}
	return setup
}

// boot is the window for which a key's first version is made.
const boot = "boot"

// triggers are the file's, or the usual ones if it has none. A file need not
// bootstrap its keys: that is done as usual, unless it has its own way.
func (s *Scenario) triggers(usual []cluster.Trigger) []cluster.Trigger {
	var own []cluster.Trigger
	booted := map[string]bool{}
	for i := range s.when {
		if ev := &s.when[i]; ev.what == "trigger" {
			t := cluster.Trigger{At: ev.at, Key: s.key(ev.trigger.key), Window: ev.trigger.window,
				Attempt: uint32(ev.trigger.attempt), Caller: ev.trigger.caller}
			own = append(own, t)
			booted[t.Key] = booted[t.Key] || t.Window == boot
		}
	}
	var all []cluster.Trigger
	for _, t := range usual {
		wanted := own == nil || t.Window == boot && !booted[t.Key]
		if wanted && t.At < s.given.duration {
			all = append(all, t)
		}
	}
	return append(all, own...)
}

// key is the one that is meant: the only one there is, where none is named.
func (s *Scenario) key(name string) string {
	if name == "" {
		return s.given.keys[0]
	}
	return name
}
