package faults

import (
	"fmt"
	"time"
)

// An Injection is one event and what became of it.
type Injection struct {
	Event    Event
	Injected bool            // its moment came, and there was something to strike
	WhyNot   string          // why it was not injected
	Machines []string        // what its target stood for when it struck
	Peers    []string        // what its peer stood for
	From, To time.Duration   // when it was in force; To is now for one that still is
	Bit      int             // how often it changed anything
	Bites    []time.Duration // when
	Between  [][2]string     // from which machine to which the message went that each bite changed; empty for what is no message
}

// An Injector makes the events of one run happen, and heals the faults among
// them. Like the deployment that it belongs to it does one thing at a time. Its
// agenda has room for what else a deployment wants to do at a moment.
type Injector struct {
	*Agenda
	keys    []string
	until   time.Duration
	healed  bool      // no fault is injected any more
	strikes []*strike // one for each event, in the order of the plan
	holds   map[holdKey]*hold
}

// NewInjector checks that d can be given all of the events in a run with these
// keys, and schedules them. Now is true time since the start of the run. At
// until, unless that is zero, faults in force are healed, and none is injected
// from then on; triggers and operators go on.
func NewInjector(plan []Event, d Deployment, keys []string, now func() time.Duration, until time.Duration) (*Injector, error) {
	for _, e := range plan {
		if err := check(e, d, keys); err != nil {
			return nil, err
		}
	}
	in := &Injector{Agenda: NewAgenda(d, now), keys: keys, until: until, holds: map[holdKey]*hold{}}
	if until != 0 { // before the faults, so that none strikes at the horizon itself
		d.After(max(0, until-now()), in.Heal)
	}
	for _, e := range plan {
		in.add(e)
	}
	return in, nil
}

// check says why an event could never happen, if that is so.
func check(e Event, d Deployment, keys []string) error {
	if err := e.Validate(); err != nil {
		return err
	}
	if k := All.named(e.Kind); !k.able(d) {
		return fmt.Errorf("event %q: this deployment cannot do that: it is no faults.%s, which %s needs", e, k.Needs, k.Name)
	}
	if err := e.ValidateKeys(keys); err != nil {
		return err
	}
	for _, target := range []string{e.Target, e.Peer} {
		if target != "" && !isRole(target) && len(d.Members(target, "")) == 0 {
			return fmt.Errorf("event %q: there is no machine %q in this deployment", e, target)
		}
	}
	return nil
}

func (in *Injector) add(e Event) {
	s := &strike{Injection: Injection{Event: e}, kind: All.named(e.Kind), in: in}
	in.strikes = append(in.strikes, s)
	if s.kind.prepare != nil {
		s.kind.prepare(s, in.d.Members(e.Target, ""))
	}
	if !s.kind.request && e.On == "" && in.until != 0 && e.At >= in.until {
		return
	}
	s.waits = in.place(e.When, func(key, by string) {
		if s.kind.request || !in.healed {
			s.begin(key, by)
		}
	})
}

// Heal ends every fault in force, in the order of the plan, and injects none
// from then on. The horizon does it by itself.
func (in *Injector) Heal() {
	in.healed = true
	for _, s := range in.strikes {
		if s.kind.request {
			continue
		}
		if s.waits != nil {
			in.remove(s.waits)
		}
		s.end()
	}
}

// Report says of each event, in the order of the plan, what has become of it.
func (in *Injector) Report() []Injection {
	var all []Injection
	for _, s := range in.strikes {
		all = append(all, s.report())
	}
	return all
}
