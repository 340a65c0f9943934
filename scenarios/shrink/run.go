package shrink

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A run is what can be made smaller of a case, as data. Changes make new ones.
type run struct {
	Setting deploy.Setting
	Events  []faults.Event // all that happens; never nil, which would draw some
	Drawing []string       // nil: every place draws; else only these do
}

// runOf is a run that was made.
func runOf(o *scenarios.Outcome) run {
	return run{o.Setup.Setting, append([]faults.Event{}, o.Setup.Events...), o.Case.Drawing}
}

// in is the case that it is, of the engine and the seed of another.
func (r *run) in(c scenarios.Case) scenarios.Case {
	setting := r.Setting
	c.Setting, c.Events, c.Drawing = &setting, r.Events, r.Drawing
	c.Replay, c.Turn, c.Home = nil, deploy.Turn{}, nil
	return c
}

// key tells runs apart.
func (r *run) key() [32]byte {
	texts := make([]string, len(r.Events))
	for i, e := range r.Events {
		texts[i] = e.String()
	}
	b, err := json.Marshal(struct {
		Setting deploy.Setting
		Events  []string
		Drawing []string
	}{r.Setting, texts, r.Drawing})
	if err != nil {
		panic(err) // numbers and texts: cannot happen
	}
	return sha256.Sum256(b)
}

// spares are how many events it has that a run could do without.
func (r *run) spares() (n int) {
	for _, e := range r.Events {
		if scenarios.Spare(e) {
			n++
		}
	}
	return n
}

// only is the run with some of its events.
func (r run) only(keep func(i int, e faults.Event) bool) run {
	some := []faults.Event{}
	for i, e := range r.Events {
		if keep(i, e) {
			some = append(some, e)
		}
	}
	r.Events = some
	return r
}

// with is the run with one event in place of another.
func (r run) with(i int, e faults.Event) run {
	r.Events = slices.Clone(r.Events)
	r.Events[i] = e
	return r
}

// of is the run in a setting made of its own, without the events that are about what is no
// longer there.
func (r run) of(change func(s *deploy.Setting)) run {
	s := &r.Setting
	s.Pools, s.Keys, s.Relying = slices.Clone(s.Pools), slices.Clone(s.Keys), slices.Clone(s.Relying)
	regions := s.Regions
	s.Regions = nil
	for _, x := range regions {
		x.Pools = slices.Clone(x.Pools)
		s.Regions = append(s.Regions, x)
	}
	change(s)
	setup := deploy.Setup{Setting: r.Setting}
	space := setup.Space()
	return r.only(func(_ int, e faults.Event) bool {
		changes := e.Kind == faults.NewPolicyKind || e.Kind == faults.OldPolicyKind
		return there(&space, e.Target) && there(&space, e.Peer) && hasKey(&space, e.Key) && hasKey(&space, e.When.Key) && (!changes || s.NewPolicy != nil)
	})
}

// there says whether a target, or none, is something that a run has.
func there(space *faults.Space, target string) bool {
	kind, name, named := strings.Cut(target, "/")
	if !named {
		return true
	}
	for of, all := range map[string][]string{"pool": space.Pools, "node": space.Nodes, "worker": space.Workers, "client": space.Clients} {
		if kind == of {
			return slices.Contains(all, target)
		}
	}
	return hasKey(space, name)
}

func hasKey(space *faults.Space, key string) bool {
	return key == "" || slices.Contains(space.Keys, key)
}

// places are those that drew in a run, in the order of their names.
func places(o *scenarios.Outcome) []string {
	all := []string{}
	known := map[string]bool{} // looked up only
	for _, d := range o.Decisions {
		if !known[d.Place] {
			known[d.Place] = true
			all = append(all, d.Place)
		}
	}
	slices.Sort(all)
	return all
}

// A Size is how much there is of a run.
type Size struct {
	Events, Spares                         int // all that happens, and of it what a run could do without
	Nodes, Workers, Clients, Relying, Keys int
	Seconds                                float64 // simulated
	Places                                 int     // that draw
}

func (r *run) size(places int) Size {
	z := Size{Events: len(r.Events), Spares: r.spares(), Workers: r.Setting.Workers, Clients: r.Setting.Clients,
		Relying: len(r.Setting.Relying), Keys: len(r.Setting.Keys), Seconds: r.Setting.Duration.Seconds(), Places: places}
	for _, p := range r.Setting.Pools {
		z.Nodes += p.Nodes
	}
	return z
}

// String is a size in the order in which people ask for it.
func (z Size) String() string {
	return fmt.Sprintf("events %d, nodes %d, workers %d, clients %d, keys %d, seconds %g, places that draw %d", z.Events, z.Nodes, z.Workers, z.Clients, z.Keys, z.Seconds, z.Places)
}
