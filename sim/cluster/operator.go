package cluster

import (
	"fmt"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// operator does what the setup says, and, if it says so, deals with alerts by their
// playbooks.
type operator struct {
	c      *cluster
	m      *machine
	pace   *sim.Source
	errs   *sim.Source               // which step is done wrong, and how
	alerts map[string][]engine.Alert // by key, those that are not dealt with; looked up only
	slips  people.Slips
	acts   people.Acts
}

// starts has nobody at work on any alert.
func (o *operator) starts() { clear(o.alerts) }

// serve takes an alert.
func (o *operator) serve(m *message) {
	page, is := m.x.request.(engine.Page)
	if !is {
		m.answer(nil, engine.ErrRejected, 0, 0)
		return
	}
	o.paged(page.Alert, m.x.doing())
	m.answer(nil, nil, 0, 0)
}

// paged is an alert at the operator, who deals with it by its playbook. One operator works
// at a key at a time, and looks again when an alert came meanwhile.
func (o *operator) paged(a engine.Alert, how deploy.Doing) {
	o.c.witness.Paged(a, how)
	if !o.c.setup.Operator || people.PlaybookFor(o.c.setup.Engine.View.Playbooks, &a) == nil {
		return
	}
	o.alerts[a.Key] = append(o.alerts[a.Key], a)
	if len(o.alerts[a.Key]) == 1 {
		o.m.spawn(func(p *sim.Proc) { o.deals(p, a.Key) })
	}
}

// deals with all alerts about a key, those that say the same once.
func (o *operator) deals(p *sim.Proc, key string) {
	for len(o.alerts[key]) > 0 {
		seen := len(o.alerts[key])
		for _, a := range people.Apart(o.alerts[key][:seen]) {
			o.follow(p, people.PlaybookFor(o.c.setup.Engine.View.Playbooks, &a), &a)
		}
		o.alerts[key] = o.alerts[key][seen:]
	}
}

// act has an operator do something.
func (o *operator) act(a engine.Act, how faults.Manner) {
	a = people.Planned(a)
	o.m.spawn(func(*sim.Proc) { o.operate(a, how) })
	if how == faults.Twice {
		second := a
		second.Operator = people.Another(a.Operator)
		o.m.spawn(func(*sim.Proc) { o.operate(second, how) })
	}
}

// spoilt asks for what cannot be, once.
func (o *operator) spoilt(a engine.Act) {
	a = o.acts.Spoilt(a)
	o.m.spawn(func(*sim.Proc) { o.deliver(a, false) })
}

// operate has an act done by some worker, asking again until it is known what
// became of it. It is meant for the rotation that can be seen now, however late
// it arrives, unless it is done blind.
func (o *operator) operate(a engine.Act, how faults.Manner) {
	id := o.acts.Begin(&a, how)
	o.asks(a, id, how)
	if how == faults.Again { // by when there may be another rotation
		o.dawdles()
		o.dawdles()
		o.asks(a, id+"-again", people.Once(a.Verb))
	}
}

// asks some worker, and again, until it is known what became of it.
func (o *operator) asks(a engine.Act, id string, how faults.Manner) {
	if people.Dawdles(how, a.Verb, 0) {
		o.dawdles()
	}
	for n := range people.OperatorTimes {
		a.ID = fmt.Sprintf("%s.%d", id, n+1)
		switch answer := o.deliver(a, how == faults.Unheard && n == 0); {
		case answer.Outcome == engine.Unknown:
			o.c.w.Current().Sleep(people.AskAgain)
			continue
		case answer.Outcome == engine.Admitted && people.WantsApproval(a.Verb):
			o.approve(a, how)
		}
		return
	}
}

// approve has somebody else approve what an operator has asked for, once it is there; or,
// which must not do, the same one.
func (o *operator) approve(a engine.Act, how faults.Manner) {
	for n := range people.Approvals(how) {
		o.c.w.Current().Sleep(o.pace.Between(100*time.Millisecond, time.Second))
		if people.Dawdles(how, a.Verb, n+1) {
			o.dawdles()
		}
		o.operate(people.Approval(&a, how, n+1), "")
	}
}

// dawdles until what was to be done may be over.
func (o *operator) dawdles() {
	o.c.w.Current().Sleep(o.pace.Between(people.LeastLate, people.MostLate))
}

// deliver asks one worker, and notes what it said, if it was heard.
func (o *operator) deliver(a engine.Act, unheard bool) engine.Answer {
	worker := o.c.workers[o.pace.Choose(len(o.c.workers))]
	i := o.c.witness.Acts(a, worker.name, o.c.w.Now())
	answer := o.m.askWorker(worker, actAsk{a})
	if unheard {
		answer = engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	}
	o.c.witness.Done(i, answer, o.c.w.Now())
	return answer
}
