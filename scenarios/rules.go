package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"pawl/faults"
	"pawl/scenarios/form"
)

// rules are what must hold between the parts of a file. The first of them fills in
// what depends on another part.
var rules = []form.Rule[Scenario]{
	healing,
	durations,
	policies,
	someNode,
	machineNames,
	regions,
	whenSaid,
	eventTimes,
	keyNames,
	targets,
	windows,
	assumptions,
	shown,
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
	g := &s.given
	if err := g.policy.Validate(); err != nil {
		r.Complain(r.Place(&g.policy), err.Error(), "")
		return
	}
	if a := g.policy.Anchor; a != "" {
		isKey(r, s, a, where(r, &g.policy.Anchor, &g.policy))
	}
	if next := g.thenPolicy.in(g.policy); next != nil {
		if err := g.policy.MayBecome(*next); err != nil {
			r.Complain(r.Place(&g.thenPolicy), err.Error(), "")
		}
	}
}

// someNode demands that there is one.
func someNode(r *form.Reader, s *Scenario) {
	if !slices.ContainsFunc(s.given.pools, func(p form.Named[int]) bool { return p.Value > 0 }) {
		r.Complain(r.Place(&s.given.pools), "no node at all: nothing seals, and there is nothing to judge", "want a pool with one at least")
	}
}

// machineNames demands that a node's name tells its pool.
func machineNames(r *form.Reader, s *Scenario) {
	setup := s.given.setup()
	if err := setup.ValidatePools(); err != nil {
		r.Complain(r.Place(&s.given.pools), err.Error(), "")
	}
}

// regions demands that each pool lies in one of them.
func regions(r *form.Reader, s *Scenario) {
	setup := s.given.setup()
	if err := setup.ValidateRegions(); err != nil {
		r.Complain(r.Place(&s.given.regions), err.Error(), "")
	}
}

// whenSaid demands that each event says once when it happens, and names its kind.
func whenSaid(r *form.Reader, s *Scenario) {
	for i := range s.when {
		e := &s.when[i]
		if e.mark == "trigger" {
			e.Kind = faults.TriggerKind
		}
		at, on := r.Gave(&e.At), r.Gave(&e.When)
		switch {
		case e.mark == "fault":
		case at && on:
			r.Complain(r.Place(&e.When), "both at and on", "want one of them")
		case !at && !on:
			r.Complain(r.Place(&e.Event), "when it happens is not said", "want at, and a time, or on, and a meaning such as commit.sent")
		}
	}
}

// eventTimes demands that what is to happen at a time can.
func eventTimes(r *form.Reader, s *Scenario) {
	g := &s.given
	for i := range s.when {
		switch e := &s.when[i]; {
		case e.On != "":
		case e.IsFault() && e.At >= g.healed:
			r.Complain(r.Place(&e.Event), fmt.Sprintf("a fault at %s never strikes: all faults have ended by %s", e.At, g.healed), "want an earlier time, or a later healed in given")
		case e.At >= g.duration:
			r.Complain(where(r, &e.At, &e.Event), fmt.Sprintf("%s is not within the run of %s", e.At, g.duration), "want an earlier time, or a longer duration in given")
		}
	}
}

// keyNames demands that each event is about a key that there is.
func keyNames(r *form.Reader, s *Scenario) {
	for i := range s.when {
		e := &s.when[i]
		if e.mark == "fault" || e.On != "" {
			if err := e.ValidateKeys(s.given.keys); err != nil {
				r.Complain(r.Place(&e.Event), err.Error(), "")
			}
			continue
		}
		isKey(r, s, e.Key, where(r, &e.Key, &e.Event))
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

// targets demands that there is what an event is to strike.
func targets(r *form.Reader, s *Scenario) {
	setup := s.given.setup()
	space := setup.Space()
	known := slices.Concat(space.Machines, space.Pools)
	for _, key := range s.given.keys {
		known = append(known, "owner/"+key)
	}
	for i := range s.when {
		e := &s.when[i]
		for _, t := range []string{e.Target, e.Peer} {
			if strings.Contains(t, "/") {
				among(r, t, known, "there is no", r.Place(&e.Event))
			}
		}
	}
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
	for _, e := range s.events(setup.Schedule()) {
		if e.Kind == faults.TriggerKind {
			all = append(all, e.Word, s.key(e.Key)+"/"+e.Word)
		}
	}
	return all
}

// assumptions demands that a file says so when an event in it breaks one.
func assumptions(r *form.Reader, s *Scenario) {
	truth := &s.given.truth
	if truth.Beyond {
		return
	}
	setup := s.given.setup()
	switch why := setup.Breaks(); {
	case why != "" && truth.DriftPPM <= s.given.policy.DriftPPM:
		r.Complain(r.Place(&truth.Emission), fmt.Sprintf("answers that leave %s late, where policy says %s, break an assumption, that %s", truth.Emission, s.given.policy.Emission, why),
			"want beyond: true beside it, or less, or a larger emission in policy")
	case why != "":
		r.Complain(r.Place(&truth.DriftPPM), fmt.Sprintf("clocks that are off by %d ppm, where policy says %d, break an assumption, that %s", truth.DriftPPM, s.given.policy.DriftPPM, why),
			"want beyond: true beside it, or less, or a larger drift-ppm in policy")
	}
	for i := range s.when {
		e := &s.when[i]
		if why := setup.BrokenBy(e.Event); why != "" {
			r.Complain(r.Place(&e.Event), fmt.Sprintf("%s breaks an assumption, that %s", e.Kind, why), "want truth: {beyond: true} in given, or another event")
		}
	}
}

// shown demands that something is: an engine that fails or, where nothing is held against
// anybody, what is violated all the same.
func shown(r *form.Reader, s *Scenario) {
	setup := s.given.setup()
	breaks, beyond := r.Gave(&s.Breaks), r.Gave(&s.then.beyond)
	switch whole := setup.Breaks() != ""; {
	case !whole && !breaks:
		r.Complain(r.Place(s), `"breaks" is missing from the scenario`, "want breaks: the wrong engine that fails here, and by which invariant")
	case !whole && beyond:
		r.Complain(r.Place(&s.then.beyond), "what is violated here is held against the engine", "want no beyond, or a drift-ppm or an emission in truth above policy's")
	case whole && breaks:
		r.Complain(r.Place(&s.Breaks), "the whole run is beyond the assumptions: no engine can fail in it", "want beyond in then, with what is violated, and no breaks")
	case whole && !beyond:
		r.Complain(r.Place(s), "the whole run is beyond the assumptions, and nothing says what is violated in it", "want then: {beyond: [...]}, with the invariants")
	}
}
