package cluster

import (
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// What is asked of a worker by people and schedulers; the answer is engine.Answer.
type (
	triggerAsk struct{ engine.Trigger }
	actAsk     struct{ engine.Act }
)

func (triggerAsk) Verb() engine.Verb { return "trigger" }
func (a actAsk) Verb() engine.Verb   { return deploy.Acting }

// serveWorker takes a request, in a process of its own.
func (m *machine) serveWorker(msg *message) {
	m.spawn(func(*sim.Proc) {
		var a engine.Answer
		switch r := msg.x.request.(type) {
		case triggerAsk:
			a = m.control.Admit(r.Trigger)
		case actAsk:
			a = m.control.Operate(r.Act)
		default:
			msg.answer(nil, engine.ErrRejected, 0, 0)
			return
		}
		msg.answer(a, nil, 0, truth(a.Outcome == engine.Admitted))
	})
}

// askWorker asks a worker, and waits for its answer; Unknown when none comes.
func (m *machine) askWorker(worker *machine, r engine.Request) engine.Answer {
	reply, err, answered := m.plain(worker, r).run(people.AskTimeout)
	if !answered || err != nil {
		return engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	}
	return reply.(engine.Answer)
}
