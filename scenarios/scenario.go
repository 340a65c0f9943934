package scenarios

import (
	"bytes"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios/form"
	"pawl/sim/deploy"
)

// A Scenario is a hazard told in ten lines: what is given, what happens, what
// must come of it, and which wrong engine fails in it.
type Scenario struct {
	Name     string
	Lesson   int      // of the seven, by number
	Incident string   // the public report that it reproduces, or what happened where
	Story    string   // one or two sentences
	Breaks   Breaks   // none, where the whole run is beyond the assumptions
	Warnings []string // what may be a mistake in it

	given  given
	when   []event
	then   then
	source []byte
}

// Breaks names the wrong engine that fails in a scenario, and by what.
type Breaks struct {
	Engine    string
	Invariant string
}

// Same says whether another scenario has the same text: then its runs would be the same.
func (s *Scenario) Same(x *Scenario) bool { return bytes.Equal(s.source, x.source) }

// Source is the text of the scenario as it was given.
func (s *Scenario) Source() []byte { return bytes.Clone(s.source) }

// Beyond are the invariants that are violated in it and held against nobody, where the whole run
// is beyond the assumptions.
func (s *Scenario) Beyond() []string { return slices.Clone(s.then.beyond) }

// given is what exists.
type given struct {
	pools            []form.Named[int] // how many nodes each has
	regions          []form.Named[deploy.Region]
	workers, clients int
	relying          []form.Named[int]
	keys             []string
	policy           engine.Policy
	thenPolicy       *thenPolicy
	truth            deploy.Truth
	duration, healed time.Duration
	think            time.Duration
	operator         bool
}

// event is one thing that happens, as the item's mark says: a trigger, an act, or
// another event in its own words.
type event struct {
	mark string
	faults.Event
}

// then is what must come of it. A zero field demands nothing.
type then struct {
	outcomes   []form.Named[string] // by window, or by key/window
	bounds     []form.Named[time.Duration]
	ends       end
	keys       []form.Named[end]
	rotations  rotations
	invariants []string
	beyond     []string // that are violated, and not held against anybody
	sometimes  []string
	bite       bool
}

// end is how a key is left.
type end struct {
	phase  checker.Phase
	active int
}

// rotations are how many came to what, in the whole run and of all keys.
type rotations struct {
	committed, aborted, halted *int
}
