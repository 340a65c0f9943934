package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"pawl/scenarios/form"
)

// rules are what must hold between the parts of a file. The first of them fills in
// what depends on another part.
var rules = []form.Rule[Scenario]{
	healing,
	durations,
	policies,
	machineNames,
	eventTimes,
	keyNames,
	targets,
	windows,
}

// healing lets faults last no longer than the run, where a file does not say.
func healing(r *form.Reader, s *Scenario) {
	if !r.Gave(&s.given.healed) {
		s.given.healed = min(s.given.healed, s.given.duration)
	}
}

func durations(r *form.Reader, s *Scenario) {
	if g := &s.given; g.healed > g.duration {
		r.Complain(r.Place(&g.healed), fmt.Sprintf("faults end at %s, after the run of %s", g.healed, g.duration), "want healed no later than duration")
	}
}

func policies(r *form.Reader, s *Scenario) {
	if err := s.given.policy.Validate(); err != nil {
		r.Complain(r.Place(&s.given.policy), err.Error(), "")
	}
}

// machineNames demands that a node's name tells its pool: the eleventh of pool a
// would be the first of pool a1.
func machineNames(r *form.Reader, s *Scenario) {
	seen := map[string]bool{}
	for i := range s.given.pools {
		p := &s.given.pools[i]
		for n := range p.Value {
			name := fmt.Sprintf("%s%d", p.Name, n+1)
			if seen[name] {
				r.Complain(r.Place(&p.Name), fmt.Sprintf("two nodes would be called %s", name), "want pools whose names do not run into numbers")
				break
			}
			seen[name] = true
		}
	}
}

// eventTimes demands that what is to happen at a time can.
func eventTimes(r *form.Reader, s *Scenario) {
	g := &s.given
	for i := range s.when {
		e := &s.when[i]
		switch {
		case e.what != "fault" && e.at >= g.duration:
			r.Complain(r.Place(&e.at), fmt.Sprintf("%s is not within the run of %s", e.at, g.duration), "want an earlier time, or a longer duration in given")
		case e.what == "fault" && e.fault.On == "" && e.fault.At >= g.healed:
			r.Complain(r.Place(&e.fault), fmt.Sprintf("a fault at %s never strikes: all faults have ended by %s", e.fault.At, g.healed), "want an earlier time, or a later healed in given")
		}
	}
}

// keyNames demands that each event is about a key that there is.
func keyNames(r *form.Reader, s *Scenario) {
	for i := range s.when {
		switch e := &s.when[i]; e.what {
		case "trigger":
			isKey(r, s, e.trigger.key, where(r, &e.trigger.key, &e.trigger))
		case "act":
			isKey(r, s, e.act.key, where(r, &e.act.key, &e.act))
		}
	}
	for i := range s.then.keys {
		isKey(r, s, s.then.keys[i].Name, r.Place(&s.then.keys[i].Name))
	}
}

// where a field stands, or what it should have stood in.
func where(r *form.Reader, field, parent any) form.Position {
	if r.Gave(field) {
		return r.Place(field)
	}
	return r.Place(parent)
}

func isKey(r *form.Reader, s *Scenario, key string, at form.Position) {
	keys := s.given.keys
	if key == "" {
		if len(keys) > 1 {
			r.Complain(at, "which key is not said", "want key, with "+form.OneOf(keys))
		}
		return
	}
	among(r, key, keys, "no key is called", at)
}

func among(r *form.Reader, name string, known []string, not string, at form.Position) {
	if !slices.Contains(known, name) {
		r.Complain(at, fmt.Sprintf("%s %q", not, form.Short(name)), Suggest(name, known))
	}
}

// targets demands that there is what a fault is to strike.
func targets(r *form.Reader, s *Scenario) {
	known := s.given.targets()
	for i := range s.when {
		if e := &s.when[i]; e.what == "fault" {
			for _, t := range []string{e.fault.Target, e.fault.Peer} {
				if strings.Contains(t, "/") {
					among(r, t, known, "there is no", r.Place(&e.fault))
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
		if p.Value > 0 {
			all = append(all, "pool/"+p.Name)
		}
		for i := range p.Value {
			all = append(all, fmt.Sprintf("node/%s%d", p.Name, i+1))
		}
	}
	return all
}

// windows demands that what is expected of a window is of one that is triggered.
func windows(r *form.Reader, s *Scenario) {
	known, outcomes := s.windows(), map[string]bool{}
	for i := range s.then.outcomes {
		o := &s.then.outcomes[i]
		outcomes[o.Name] = true
		among(r, o.Name, known, "nothing triggers the window", r.Place(&o.Name))
	}
	for i := range s.then.bounds {
		b := &s.then.bounds[i]
		if !outcomes[b.Name] {
			r.Complain(r.Place(&b.Name), fmt.Sprintf("a bound for %q, of which no outcome is expected", form.Short(b.Name)), "want it in outcomes too")
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
