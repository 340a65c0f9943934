package live

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
)

// What is asked of a worker by people and schedulers; the answer is engine.Answer.
type (
	triggerAsk struct{ engine.Trigger }
	actAsk     struct{ engine.Act }
)

func (triggerAsk) Verb() engine.Verb { return "trigger" }
func (actAsk) Verb() engine.Verb     { return deploy.Acting }

// Patience of whoever asks a worker for something.
const (
	askTimeout = 8 * time.Second
	askAgain   = 500 * time.Millisecond
	askTimes   = 6
	// An operator does not give up while there is a page.
	operatorTimes = 40
)

// askWorker asks a worker, and waits for its answer; Unknown when none comes.
func (l *life) askWorker(worker *machine, r engine.Request) engine.Answer {
	reply, err, answered := l.plain(worker, r, controls).run(askTimeout)
	if !answered || err != nil {
		return engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	}
	return reply.(engine.Answer)
}

// controls has a worker take a request.
func controls(_ context.Context, x *crossing) (engine.Reply, error) {
	p, l := x.to.now()
	if p == nil {
		return nil, errGone
	}
	var a engine.Answer
	switch q := x.request.(type) {
	case triggerAsk:
		a = p.admit(l.ctx, q.Trigger)
	case actAsk:
		a = p.operate(l.ctx, q.Act)
	}
	return a, l.told(func() {})
}

// scheduler sends triggers, each until somebody has answered: delivery is at least once, to
// whichever worker.
type scheduler struct {
	r    *run
	m    *machine
	pick *rand.Rand
	last *engine.Trigger
	sent int // triggers, so far
	open int // that are being sent
	left int // that are yet to be sent
	owed []*again
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
	s.last = &t
	s.open++
	owed := s.owed
	s.owed = nil
	for _, a := range owed {
		s.repeat(a)
	}
	s.r.goes(s.m.life, func(l *life) { s.send(l, t) })
}

// send asks until there is an answer that tells.
func (s *scheduler) send(l *life, t engine.Trigger) {
	defer func() { _ = l.told(func() { s.open-- }) }()
	for range askTimes {
		if a := s.deliver(l, t); a.Outcome != engine.Unknown || !l.sleeps(askAgain) {
			return
		}
	}
}

// spoilt sends a request that is none, once.
func (s *scheduler) spoilt(t engine.Trigger) {
	t = s.whole(t)
	s.r.goes(s.m.life, func(l *life) { s.deliver(l, t) })
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
func (s *scheduler) repeat(a *again) {
	t := *s.last
	for range a.n {
		a.bit()
		s.r.goes(s.m.life, func(l *life) { s.deliver(l, t) })
	}
}

// deliver asks one worker, and notes what it said.
func (s *scheduler) deliver(l *life, t engine.Trigger) (a engine.Answer) {
	var worker *machine
	var f deploy.Noted
	if l.told(func() {
		worker = s.r.workers[s.pick.IntN(len(s.r.workers))]
		f = s.r.witness.Requested(t, worker.name, s.r.now())
	}) != nil {
		return engine.Answer{Outcome: engine.Unknown}
	}
	a = l.askWorker(worker, triggerAsk{t})
	_ = l.told(func() { s.r.witness.Told(f, a, s.r.now()) })
	return a
}

// duplicate delivers a trigger n times more: the one that is being sent, else the next one,
// else the last there was.
func (s *scheduler) duplicate(n int, bit func()) (stop func()) {
	a := &again{n: n, bit: bit}
	if s.open == 0 && s.left > 0 {
		s.owed = append(s.owed, a)
		return func() {
			s.owed = slices.DeleteFunc(s.owed, func(other *again) bool { return other == a })
		}
	}
	if s.last != nil {
		s.repeat(a)
	}
	return func() {}
}
