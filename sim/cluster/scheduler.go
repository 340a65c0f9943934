package cluster

import (
	"cmp"
	"fmt"
	"slices"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// scheduler sends triggers, each until somebody has answered: delivery is at
// least once, to whichever worker. Answers it does not get it asks for again.
type scheduler struct {
	c      *cluster
	m      *machine
	choose *sim.Source
	last   *engine.Trigger
	sent   int // triggers, so far
	open   int // that are being sent
	left   int // that are yet to be sent
	owed   []*again
}

// again is a duplicate that a fault asks for.
type again struct {
	n   int
	bit func()
}

const usualCaller = "scheduler"

// plan counts the triggers that are to come.
func (s *scheduler) plan(events []faults.Event) {
	for i := range events {
		if events[i].Kind == faults.TriggerKind {
			s.left++
		}
	}
}

// trigger has a request sent.
func (s *scheduler) trigger(t engine.Trigger) {
	s.left--
	t = s.whole(t)
	s.m.spawn(func(*sim.Proc) { s.send(t) })
}

// send asks until there is an answer that tells.
func (s *scheduler) send(t engine.Trigger) {
	s.last = &t
	s.open++
	defer func() { s.open-- }()
	owed := s.owed
	s.owed = nil
	for _, r := range owed {
		s.repeat(r)
	}
	for range askTimes {
		if a := s.deliver(t); a.Outcome != engine.Unknown {
			return
		}
		s.c.w.Current().Sleep(askAgain)
	}
}

// spoilt sends a request that is none, once: whatever becomes of it, nobody waits for
// what it asks for.
func (s *scheduler) spoilt(t engine.Trigger) {
	t = s.whole(t)
	s.m.spawn(func(*sim.Proc) { s.deliver(t) })
}

// whole is a request with all that was left open; its id, if it has one, is made unique.
func (s *scheduler) whole(t engine.Trigger) engine.Trigger {
	s.sent++
	t.ID = fmt.Sprintf("t%d%s", s.sent, t.ID)
	t.Attempt = cmp.Or(t.Attempt, 1)
	t.Caller = cmp.Or(t.Caller, usualCaller)
	return t
}

// repeat delivers the last trigger again, all copies at once.
func (s *scheduler) repeat(r *again) {
	t := *s.last
	for range r.n {
		s.m.spawn(func(*sim.Proc) {
			r.bit()
			s.deliver(t)
		})
	}
}

// deliver asks one worker, and notes what it said.
func (s *scheduler) deliver(t engine.Trigger) engine.Answer {
	worker := s.c.workers[s.choose.Choose(len(s.c.workers))]
	i := s.c.witness.Requested(t, worker.name, s.c.w.Now())
	a := s.m.askWorker(worker, triggerAsk{t})
	s.c.witness.Told(i, a, s.c.w.Now())
	return a
}

// duplicate delivers a trigger n times more: the one that is being sent, else the
// next one, else the last there was.
func (s *scheduler) duplicate(n int, bit func()) (stop func()) {
	r := &again{n: n, bit: bit}
	if s.open == 0 && s.left > 0 {
		s.owed = append(s.owed, r)
		return func() {
			s.owed = slices.DeleteFunc(s.owed, func(other *again) bool { return other == r })
		}
	}
	if s.last != nil {
		s.repeat(r)
	}
	return func() {}
}
