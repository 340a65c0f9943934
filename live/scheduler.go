package live

import (
	"context"

	"pawl/engine"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// What is asked of a worker by people and schedulers; the answer is engine.Answer.
type (
	triggerAsk struct{ engine.Trigger }
	actAsk     struct{ engine.Act }
)

func (triggerAsk) Verb() engine.Verb { return "trigger" }
func (actAsk) Verb() engine.Verb     { return deploy.Acting }

// askWorker asks a worker, and waits for its answer; Unknown when none comes.
func (l *life) askWorker(worker *machine, r engine.Request) engine.Answer {
	reply, err, answered := l.plain(worker, r, controls).run(people.AskTimeout)
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
	people.Triggers
	r    *run
	m    *machine
	pick *source
}

func newScheduler(r *run) *scheduler {
	s := &scheduler{r: r, m: r.add(deploy.SchedulerName, ""), pick: r.source(deploy.SchedulerName)}
	s.Again = s.repeat
	return s
}

// trigger has a request sent.
func (s *scheduler) trigger(t engine.Trigger) {
	t = s.Next(t)
	s.Begin(t)
	s.r.goes(s.m.life, func(l *life) { s.send(l, t) })
}

// send asks until there is an answer that tells.
func (s *scheduler) send(l *life, t engine.Trigger) {
	defer func() { _ = l.told(s.End) }()
	for range people.AskTimes {
		if a := s.deliver(l, t); a.Outcome != engine.Unknown || !l.sleeps(people.AskAgain) {
			return
		}
	}
}

// spoilt sends a request that is none, once.
func (s *scheduler) spoilt(t engine.Trigger) {
	t = s.Whole(t)
	s.r.goes(s.m.life, func(l *life) { s.deliver(l, t) })
}

// repeat delivers a trigger again, all copies at once.
func (s *scheduler) repeat(t engine.Trigger, n int, bit func()) {
	for range n {
		bit()
		s.r.goes(s.m.life, func(l *life) { s.deliver(l, t) })
	}
}

// deliver asks one worker, and notes what it said.
func (s *scheduler) deliver(l *life, t engine.Trigger) (a engine.Answer) {
	var worker *machine
	var f deploy.Noted
	if l.told(func() {
		worker = one(s.pick, s.r.workers)
		f = s.r.witness.Requested(t, worker.name, s.r.now())
	}) != nil {
		return engine.Answer{Outcome: engine.Unknown}
	}
	a = l.askWorker(worker, triggerAsk{t})
	_ = l.told(func() { s.r.witness.Told(f, a, s.r.now()) })
	return a
}
