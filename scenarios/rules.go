package scenarios

import (
	"fmt"
	"strings"
)

// rules are what must hold between the parts of a file. A schema cannot tell.
var rules = []func(r *reader, s *Scenario){
	durations,
	policies,
	machineNames,
	eventTimes,
	keyNames,
	targets,
	windows,
}

func (r *reader) hold(s *Scenario) {
	if !r.gave(&s.given.healed) {
		s.given.healed = min(s.given.healed, s.given.duration)
	}
	for _, rule := range rules {
		rule(r, s)
	}
}

func durations(r *reader, s *Scenario) {
	if g := &s.given; g.healed > g.duration {
		r.complain(r.places[&g.healed], fmt.Sprintf("faults end at %s, after the run of %s", g.healed, g.duration), "want healed no later than duration")
	}
}

func policies(r *reader, s *Scenario) {
	if err := s.given.policy.Validate(); err != nil {
		r.complain(r.places[&s.given.policy], err.Error(), "")
	}
}

// machineNames demands that a node's name tells its pool: the eleventh of pool a
// would be the first of pool a1.
func machineNames(r *reader, s *Scenario) {
	seen := map[string]bool{}
	for i := range s.given.pools {
		p := &s.given.pools[i]
		for n := range p.value {
			name := fmt.Sprintf("%s%d", p.name, n+1)
			if seen[name] {
				r.complain(r.places[&p.name], fmt.Sprintf("two nodes would be called %s", name), "want pools whose names do not run into numbers")
				break
			}
			seen[name] = true
		}
	}
}

// eventTimes demands that what is to happen at a time can.
func eventTimes(r *reader, s *Scenario) {
	g := &s.given
	for i := range s.when {
		e := &s.when[i]
		switch {
		case e.what != "fault" && e.at >= g.duration:
			r.complain(r.places[&e.at], fmt.Sprintf("%s is not within the run of %s", e.at, g.duration), "want an earlier time, or a longer duration in given")
		case e.what == "fault" && e.fault.On == "" && e.fault.At >= g.healed:
			r.complain(r.places[&e.fault], fmt.Sprintf("a fault at %s never strikes: all faults have ended by %s", e.fault.At, g.healed), "want an earlier time, or a later healed in given")
		}
	}
}

// keyNames demands that each event is about a key that there is.
func keyNames(r *reader, s *Scenario) {
	for i := range s.when {
		switch e := &s.when[i]; e.what {
		case "trigger":
			r.isKey(s, e.trigger.key, r.where(&e.trigger.key, &e.trigger))
		case "act":
			r.isKey(s, e.act.key, r.where(&e.act.key, &e.act))
		}
	}
	for i := range s.then.keys {
		r.isKey(s, s.then.keys[i].name, r.places[&s.then.keys[i].name])
	}
}

// where a field stands, or what it should have stood in.
func (r *reader) where(field, parent any) position {
	if r.gave(field) {
		return r.places[field]
	}
	return r.places[parent]
}

func (r *reader) isKey(s *Scenario, key string, at position) {
	keys := s.given.keys
	if key == "" {
		if len(keys) > 1 {
			r.complain(at, "which key is not said", "want key, with "+oneOf(keys))
		}
		return
	}
	r.among(key, keys, "no key is called", at)
}

func (r *reader) among(name string, known []string, not string, at position) {
	for _, k := range known {
		if k == name {
			return
		}
	}
	r.complain(at, fmt.Sprintf("%s %q", not, short(name)), Suggest(name, known))
}

// targets demands that there is what a fault is to strike.
func targets(r *reader, s *Scenario) {
	known := s.given.targets()
	for i := range s.when {
		if e := &s.when[i]; e.what == "fault" {
			for _, t := range []string{e.fault.Target, e.fault.Peer} {
				if strings.Contains(t, "/") {
					r.among(t, known, "there is no", r.places[&e.fault])
				}
			}
		}
	}
}

// targets are the machines and pools there are, by the names that faults use.
func (g *given) targets() []string {
	var all []string
	for i := range g.workers {
		all = append(all, fmt.Sprintf("worker/%d", i+1))
	}
	for i := range g.clients {
		all = append(all, fmt.Sprintf("client/%d", i+1))
	}
	for _, p := range g.pools {
		if p.value > 0 {
			all = append(all, "pool/"+p.name)
		}
		for i := range p.value {
			all = append(all, fmt.Sprintf("node/%s%d", p.name, i+1))
		}
	}
	return all
}

// windows demands that what is expected of a window is of one that is triggered.
func windows(r *reader, s *Scenario) {
	known, outcomes := s.windows(), map[string]bool{}
	for i := range s.then.outcomes {
		o := &s.then.outcomes[i]
		outcomes[o.name] = true
		r.among(o.name, known, "nothing triggers the window", r.places[&o.name])
	}
	for i := range s.then.bounds {
		b := &s.then.bounds[i]
		if !outcomes[b.name] {
			r.complain(r.places[&b.name], fmt.Sprintf("a bound for %q, of which no outcome is expected", short(b.name)), "want it in outcomes too")
		}
	}
}

// windows are those that are triggered, alone and with their key.
func (s *Scenario) windows() []string {
	var all []string
	setup := s.given.setup()
	for _, t := range s.triggers(setup.Schedule()) {
		all = append(all, t.Window, t.Key+"/"+t.Window)
	}
	return all
}
