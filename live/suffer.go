package live

import (
	"context"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// What events do to real processes. Each method is a primitive that some kinds of event ask
// for. All are called by who has the run's lock, and do not wait.

// sufferer is a run, as faults see it.
type sufferer struct{ r *run }

// Members are the machines a target stands for now; owner is that of the key.
func (s sufferer) Members(target, key string) []string {
	switch target {
	case "owner":
		if m := s.r.witness.Owner(key); m != "" {
			return []string{m}
		}
		return nil
	case "nodes":
		return names(s.r.nodes)
	case "workers":
		return names(s.r.workers)
	case "clients":
		return names(s.r.clients)
	case "everything":
		return names(s.r.machines)
	}
	if pool, ok := strings.CutPrefix(target, deploy.PoolName("")); ok {
		return names(slices.DeleteFunc(slices.Clone(s.r.nodes), func(m *machine) bool { return m.pool != pool }))
	}
	if s.r.byName[target] != nil {
		return []string{target}
	}
	return nil
}

func names(ms []*machine) []string {
	all := make([]string, len(ms))
	for i, m := range ms {
		all[i] = m.name
	}
	return all
}

// After is true time.
func (s sufferer) After(d time.Duration, f func()) { s.r.after(d, f) }

func (s sufferer) Crash(name string) bool {
	m := s.r.byName[name]
	if m.life == nil {
		return false
	}
	m.crashes()
	return true
}

func (s sufferer) Restart(name string) {
	if m := s.r.byName[name]; m.life == nil {
		m.boots()
	}
}

func (s sufferer) Pause(name string, bit func()) { s.r.byName[name].freezes(bit) }
func (s sufferer) Resume(name string)            { s.r.byName[name].thaws() }

func (s sufferer) Slow(name string, lag time.Duration, bit func()) {
	m := s.r.byName[name]
	m.lag, m.onLag = lag, bit
}

func (s sufferer) Intercept(name string, f func(*faults.Passage) faults.Fate) (stop func()) {
	m, t := s.r.byName[name], &tap{f}
	m.taps = append(m.taps, t)
	return func() {
		m.taps = slices.DeleteFunc(m.taps, func(other *tap) bool { return other == t })
	}
}

// Hang stops one process of a machine: the one that has reached the moment, else the one
// that has waited for something for the longest time.
func (s sufferer) Hang(name string, bit func()) (release func()) {
	m, x := s.r.byName[name], s.r.acting
	if x == nil || x.life.m != m {
		if len(m.busy) == 0 {
			return func() {}
		}
		x = m.busy[0]
	}
	f := &freeze{make(chan struct{}), bit}
	x.hung = append(x.hung, f)
	return func() {
		x.hung = slices.DeleteFunc(x.hung, func(other *freeze) bool { return other == f })
		close(f.thaw)
	}
}

func (s sufferer) Absent(name string) { s.r.byName[name].absent = true }

func (s sufferer) Join(name string) (wasAbsent bool) {
	m := s.r.byName[name]
	if wasAbsent = m.absent; wasAbsent {
		m.absent, m.joined = false, true
		m.boots()
	}
	return wasAbsent
}

func (s sufferer) Govern(name string, renewed bool) { s.r.byName[name].renewed = renewed }

// Slip has the operator get playbooks wrong.
func (s sufferer) Slip(how faults.Slip, key string, bit func()) (stop func()) {
	return s.r.operator.slips.Slip(how, key, bit)
}

// Trigger has the scheduler ask for a rotation, in somebody's name.
func (s sufferer) Trigger(window, key string, attempt int, by string) {
	s.r.scheduler.trigger(engine.Trigger{Key: key, Window: window, Attempt: attempt, Caller: by})
}

// Act has an operator do something.
func (s sufferer) Act(verb, key, by string, how faults.Manner) {
	s.r.operator.act(engine.Act{Verb: verb, Key: key, Operator: by}, how)
}

// BadRequest has the scheduler or an operator ask for what cannot be.
func (s sufferer) BadRequest(defect faults.Defect, key string) {
	if t, is := people.BadTrigger(defect, key); is {
		s.r.scheduler.spoilt(t)
		return
	}
	s.r.operator.spoilt(people.BadAct(defect, key))
}

func (s sufferer) DuplicateTrigger(n int, bit func()) (stop func()) {
	return s.r.scheduler.Duplicate(n, bit)
}

// Compact makes the store forget what the observer has seen.
func (s sufferer) Compact() {
	o := s.r.observer
	rev := o.noted
	s.r.under.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_, _ = o.client.Compact(ctx, rev) // there may be none to forget
	})
}
