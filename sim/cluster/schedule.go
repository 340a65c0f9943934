package cluster

import (
	"cmp"
	"fmt"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
)

// scheduler sends triggers, each until somebody has answered: delivery is at
// least once, to whichever worker. Answers it does not get it asks for again.
type scheduler struct {
	c      *cluster
	m      *machine
	choose *sim.Source
	last   *engine.Trigger
	open   int // triggers that are being sent
	left   int // triggers that are yet to be sent
	owed   []*again
}

// again is a duplicate that a fault asks for.
type again struct {
	n   int
	bit func()
}

// Patience of whoever asks a worker for something.
const (
	askTimeout = 8 * time.Second
	askAgain   = 500 * time.Millisecond
	askTimes   = 6
	// An operator does not give up while there is a page.
	operatorTimes = 40
)

func (s *scheduler) start() {
	s.left = len(s.c.setup.Triggers)
	for i, t := range s.c.setup.Triggers {
		trigger := engine.Trigger{ID: fmt.Sprintf("t%d", i+1), Key: t.Key, Window: t.Window,
			Attempt: max(t.Attempt, 1), Caller: t.Caller}
		if trigger.Caller == "" {
			trigger.Caller = "scheduler"
		}
		s.m.spawn(func(p *sim.Proc) {
			p.Sleep(t.At)
			s.send(trigger)
		})
	}
}

// send asks until there is an answer that tells.
func (s *scheduler) send(t engine.Trigger) {
	s.last = &t
	s.left--
	s.open++
	defer func() { s.open-- }()
	owed := s.owed
	s.owed = nil
	for _, r := range owed {
		s.repeat(r)
	}
	for range askTimes {
		if a := s.deliver(t); a.Verdict != engine.Unknown {
			return
		}
		s.c.w.Current().Sleep(askAgain)
	}
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
	h := s.c.observe.h
	i := len(h.Triggers)
	h.Triggers = append(h.Triggers, checker.Trigger{ID: t.ID, Key: t.Key, Window: t.Window, Attempt: int(t.Attempt),
		Caller: t.Caller, Worker: worker.name, Called: s.c.w.Now(), Outcome: checker.Unknown})
	a := s.c.ask(s.m, worker, "trigger", func() engine.Answer { return worker.control.Admit(t) })
	h.Triggers[i].Returned = s.c.w.Now()
	h.Triggers[i].Outcome = checker.Outcome(a.Verdict)
	h.Triggers[i].Rotation, h.Triggers[i].Why = a.Rotation, a.Why
	return a
}

// ask has a worker handle a request in a process of its own, and waits for the
// answer; Unknown when none comes.
func (c *cluster) ask(from, worker *machine, what string, handle func() engine.Answer) engine.Answer {
	var a engine.Answer
	answered := from.call(worker, what, askTimeout, moments{}, func(k *call) {
		worker.spawn(func(*sim.Proc) {
			a = handle()
			k.b = digest([]byte(a.Verdict))
			k.reply()
		})
	})
	if !answered {
		return engine.Answer{Verdict: engine.Unknown, Why: "no answer"}
	}
	return a
}

// runOperator starts whoever does what the setup says, and, if it says that
// there is an operator, answers pages by the playbook.
func (c *cluster) runOperator() {
	c.operator.start = func() {
		for i, a := range c.setup.Acts {
			c.operator.spawn(func(p *sim.Proc) {
				p.Sleep(a.At)
				c.operate(engine.Act{ID: fmt.Sprintf("act%d", i+1), Verb: a.Verb, Key: a.Key, Operator: "operator", Reason: cmp.Or(a.Reason, "planned")})
			})
		}
	}
}

// paged is an alert at the operator: a halt that can be recovered from is
// resumed after a while. One operator works at a key at a time, and looks again
// when a page came meanwhile.
func (c *cluster) paged(a engine.Alert) {
	c.observe.h.Pages = append(c.observe.h.Pages, checker.Page{Key: a.Key, Reason: a.Halt.Reason, Class: a.Halt.Class, At: c.w.Now()})
	if !c.setup.Operator || a.Halt.Class != engine.Recoverable || a.Halt.Playbook == engine.EraseByHand {
		return
	}
	c.pages[a.Key]++
	if c.pages[a.Key] > 1 {
		return
	}
	c.operator.spawn(func(p *sim.Proc) {
		for c.pages[a.Key] > 0 {
			seen := c.pages[a.Key]
			p.Sleep(c.operatorPace.Between(2*time.Second, 5*time.Second))
			c.acts++
			c.operate(engine.Act{ID: fmt.Sprintf("resume%d", c.acts), Verb: "resume", Key: a.Key, Operator: "operator", Reason: "playbook " + a.Halt.Playbook})
			c.pages[a.Key] -= seen
		}
	})
}

// operate has an act done by some worker, asking again until it is known what
// became of it. It is meant for the rotation that can be seen now, however late
// it arrives.
func (c *cluster) operate(a engine.Act) {
	id := a.ID
	a.Rotation = c.observe.keys[a.Key].rotation
	for n := range operatorTimes {
		a.ID = fmt.Sprintf("%s.%d", id, n+1)
		worker := c.workers[c.operatorPace.Choose(len(c.workers))]
		h := c.observe.h
		i := len(h.Acts)
		h.Acts = append(h.Acts, checker.Act{ID: a.ID, Verb: a.Verb, Key: a.Key, Operator: a.Operator,
			Called: c.w.Now(), Outcome: checker.Unknown})
		answer := c.ask(c.operator, worker, a.Verb, func() engine.Answer { return worker.control.Operate(a) })
		h.Acts[i].Returned, h.Acts[i].Outcome = c.w.Now(), checker.Outcome(answer.Verdict)
		if answer.Verdict != engine.Unknown {
			return
		}
		c.w.Current().Sleep(askAgain)
	}
}
