package cluster

import (
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy/people"
)

// scheduler sends triggers, each until somebody has answered: delivery is at
// least once, to whichever worker. Answers it does not get it asks for again.
type scheduler struct {
	people.Triggers
	c      *cluster
	m      *machine
	choose *sim.Source
}

func newScheduler(c *cluster, m *machine, choose *sim.Source) *scheduler {
	s := &scheduler{c: c, m: m, choose: choose}
	s.Again = s.repeat
	return s
}

// trigger has a request sent.
func (s *scheduler) trigger(t engine.Trigger) {
	t = s.Next(t)
	s.m.spawn(func(*sim.Proc) { s.send(t) })
}

// send asks until there is an answer that tells.
func (s *scheduler) send(t engine.Trigger) {
	s.Begin(t)
	defer s.End()
	for range people.AskTimes {
		if a := s.deliver(t); a.Outcome != engine.Unknown {
			return
		}
		s.c.w.Current().Sleep(people.AskAgain)
	}
}

// spoilt sends a request that is none, once: whatever becomes of it, nobody waits for
// what it asks for.
func (s *scheduler) spoilt(t engine.Trigger) {
	t = s.Whole(t)
	s.m.spawn(func(*sim.Proc) { s.deliver(t) })
}

// repeat delivers a trigger again, all copies at once.
func (s *scheduler) repeat(t engine.Trigger, n int, bit func()) {
	for range n {
		s.m.spawn(func(*sim.Proc) {
			bit()
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
