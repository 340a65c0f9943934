package exhaust

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A Subject is what is run, with every single fault.
type Subject struct {
	Name     string
	Arg      string              // by which it was asked for
	scenario *scenarios.Scenario // nil: the setting
	setting  deploy.Setting
	events   []faults.Event // that are asked for in any case
	often    bool           // of a subject in trouble: repeated steps tell as well
}

// The names of subjects that are no scenarios.
const (
	SmallName    = "small"
	StandardName = "standard"
)

// Small is a cluster of two nodes, two workers and a client, with short leases, that
// makes a key's first version and rotates it once.
func Small() Subject {
	p := engine.StandardPolicy()
	p.SealLease, p.OpenLease, p.OwnerLease = 3*time.Second, 4*time.Second, 2*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 200*time.Millisecond, 6*time.Second, 5*time.Second
	p.Lifetime = time.Second
	s := deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 2}}, Workers: 2, Clients: 1, Keys: []string{"pay"}, Policy: p,
		Think: time.Second, Operator: true, Healed: 8 * time.Second, Duration: 22 * time.Second,
	}
	return Subject{Name: SmallName, Arg: SmallName, setting: s, events: []faults.Event{
		{Kind: faults.TriggerKind, Word: deploy.Boot, When: faults.When{At: 100 * time.Millisecond}},
		{Kind: faults.TriggerKind, Word: "w1", When: faults.When{At: time.Second}},
	}}
}

// Standard is the standard run.
func Standard() Subject {
	s := deploy.Standard(engine.Engine{}, 0)
	return Subject{Name: StandardName, Arg: StandardName, setting: s.Setting, events: s.Events}
}

// HomeName is the name of an engine's own run.
const HomeName = "home"

// atHome says whether it is a run where the engine lives.
func (s *Subject) atHome() bool { return s.Name == HomeName || strings.HasPrefix(s.Name, HomeName+"-") }

// A Trouble is something that is in the way of a run at home already, in an event's words.
type Trouble struct {
	Name   string
	Events []string
}

// Homes are the runs of an engine where it lives: the one of seed 0, and that with each trouble.
func Homes(h deploy.Home, e engine.Engine, troubles ...Trouble) ([]Subject, error) {
	s := h(e, 0)
	all := []Subject{{Name: HomeName, Arg: HomeName, setting: s.Setting, events: s.Events}}
	for _, t := range troubles {
		x := all[0]
		x.Name = HomeName + "-" + t.Name
		own, err := faults.ParseAll(t.Events...)
		if err != nil {
			return nil, fmt.Errorf("the trouble %s: %w", t.Name, err)
		}
		x.Arg, x.events = x.Name, slices.Concat(s.Events, own)
		all = append(all, x)
	}
	return all, nil
}

// Of is a scenario without its faults.
func Of(s *scenarios.Scenario) Subject {
	c := scenarios.Case{Scenario: s}
	setup := c.Setup()
	return Subject{Name: s.Name, Arg: s.Name, scenario: s, setting: setup.Setting,
		events: slices.DeleteFunc(setup.Events, faults.Event.IsFault)}
}

// Find finds a subject by its name, or a scenario by its name in a library or else by
// its path. Without a name it is the first of those at home, if there are any, and else the
// small cluster.
func Find(name string, homes []Subject, scenario func(nameOrPath string) (*scenarios.Scenario, error)) (Subject, error) {
	for _, s := range slices.Concat(homes, []Subject{Small(), Standard()}, Troubled()) {
		if s.Name == name || name == "" {
			return s, nil
		}
	}
	s, err := scenario(name)
	if err != nil {
		return Subject{}, err
	}
	of := Of(s)
	of.Arg = name
	return of, nil
}

// with is the subject's run with events besides those that it has anyway.
func (s *Subject) with(e engine.Engine, seed uint64, more ...faults.Event) scenarios.Case {
	c := scenarios.Case{Engine: e, Seed: seed, Events: append(append([]faults.Event{}, s.events...), more...)} // none are none, and not the usual ones
	if c.Scenario = s.scenario; s.scenario == nil {
		c.Setting = &s.setting
	}
	return c
}
