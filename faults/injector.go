package faults

import (
	"fmt"
	"slices"
	"time"
)

// An Injection is one fault and what became of it.
type Injection struct {
	Fault    Fault
	Injected bool          // its moment came, and there was something to strike
	WhyNot   string        // why it was not injected
	Machines []string      // what its target stood for when it struck
	Peers    []string      // what its peer stood for
	From, To time.Duration // when it was in force; To is now for one that still is
	Bit      int           // how often it changed anything
}

// An Injector puts the faults of one run into force and heals them. Like the
// deployment that it belongs to it does one thing at a time.
type Injector struct {
	d       Deployment
	now     func() time.Duration
	until   time.Duration
	healed  bool        // nothing is injected any more
	strikes []*strike   // one for each fault, in the order of the plan
	waiting [][]*strike // those that wait for a meaning, by Moment
	held    map[hold][]*strike
}

// NewInjector checks that d can suffer all of the faults, and schedules them.
// Now is true time since the start of the run. At until, unless that is zero,
// what is in force is healed, and nothing is injected from then on.
func NewInjector(plan []Fault, d Deployment, now func() time.Duration, until time.Duration) (*Injector, error) {
	for _, f := range plan {
		if err := check(f, d); err != nil {
			return nil, err
		}
	}
	in := &Injector{
		d: d, now: now, until: until,
		waiting: make([][]*strike, len(Meanings)),
		held:    map[hold][]*strike{},
	}
	if until != 0 { // before the faults, so that none strikes at the horizon itself
		d.After(max(0, until-now()), in.Heal)
	}
	for _, f := range plan {
		in.add(f)
	}
	return in, nil
}

// check says why a fault could never be injected, if that is so.
func check(f Fault, d Deployment) error {
	if err := f.Validate(); err != nil {
		return err
	}
	if k := kindOf(f.Kind); !k.able(d) {
		return fmt.Errorf("fault %q: the deployment %T cannot suffer %s: it is no faults.%s", f, d, k.Name, k.Needs)
	}
	for _, target := range []string{f.Target, f.Peer} {
		if target != "" && !isRole(target) && len(d.Members(target)) == 0 {
			return fmt.Errorf("fault %q: the deployment %T has no machine %q", f, d, target)
		}
	}
	return nil
}

func (in *Injector) add(f Fault) {
	s := &strike{Injection: Injection{Fault: f}, kind: kindOf(f.Kind), in: in}
	in.strikes = append(in.strikes, s)
	if f.On == "" {
		in.after(f.At, func() { in.inject(s, "") })
		return
	}
	m, _ := MeaningOf(f.On)
	in.waiting[m] = append(in.waiting[m], s)
}

// after calls f at a time since the start of the run, if the run's faults last
// that long.
func (in *Injector) after(at time.Duration, f func()) {
	if in.until != 0 && at >= in.until {
		return
	}
	in.d.After(max(0, at-in.now()), f)
}

// Reached tells that a machine has reached a moment, and injects what waits for
// that before it returns. It costs nothing while no fault waits for the moment.
func (in *Injector) Reached(m Moment, by string) {
	if len(in.waiting[m]) == 0 {
		return
	}
	for _, s := range in.due(m) {
		in.inject(s, by)
	}
}

// due counts one occurrence and takes out those whose turn it is. They are all
// taken before the first is injected: to inject one may reach another moment.
func (in *Injector) due(m Moment) []*strike {
	var due, left []*strike
	for _, s := range in.waiting[m] {
		if s.seen++; s.seen == s.Fault.Nth {
			due = append(due, s)
		} else {
			left = append(left, s)
		}
	}
	in.waiting[m] = left
	return due
}

func (in *Injector) inject(s *strike, by string) {
	if !in.healed {
		s.begin(by)
	}
}

// Heal ends every fault in force, in the order of the plan, and injects nothing
// from then on. The horizon does it by itself.
func (in *Injector) Heal() {
	in.healed = true
	clear(in.waiting)
	for _, s := range in.strikes {
		s.end()
	}
}

// Report says of each fault, in the order of the plan, what has become of it.
func (in *Injector) Report() []Injection {
	var all []Injection
	for _, s := range in.strikes {
		all = append(all, s.report())
	}
	return all
}

// A hold is what faults of one kind can contend for.
type hold struct{ kind, machine string }

// holders are the faults of s's kind in force on a machine, the oldest first.
func (s *strike) holders(machine string) []*strike {
	return s.in.held[hold{s.kind.Name, machine}]
}

func (s *strike) join(machine string) {
	h := hold{s.kind.Name, machine}
	s.in.held[h] = append(s.in.held[h], s)
}

func (s *strike) leave(machine string) (wasNewest bool) {
	h := hold{s.kind.Name, machine}
	list := s.in.held[h]
	i := slices.Index(list, s)
	s.in.held[h] = slices.Delete(list, i, i+1)
	return i == len(list)-1
}
