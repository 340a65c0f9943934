package live

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// operator does what the setup says, and, if it says so, deals with alerts by their playbooks.
type operator struct {
	r      *run
	m      *machine
	pick   *source
	alerts map[string][]engine.Alert // by key, those that are not dealt with
	at     *life                     // that deals with them
	slips  people.Slips
	acts   people.Acts
}

func newOperator(r *run) *operator {
	return &operator{r: r, m: r.add(deploy.OperatorName, ""), pick: r.source(deploy.OperatorName),
		alerts: map[string][]engine.Alert{}, acts: people.Acts{Seen: r.witness}}
}

// serve takes an alert, and deals with it by its playbook. One operator works at a key at a
// time, and looks again when an alert came meanwhile.
func (o *operator) serve(_ context.Context, x *crossing) (engine.Reply, error) {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	a := x.request.(engine.Page).Alert
	how := x.doing()
	how.Early = how.At
	o.r.witness.Paged(a, how)
	if o.r.over || !o.r.setup.Operator || people.PlaybookFor(o.r.setup.Engine.View.Playbooks, &a) == nil {
		return nil, nil
	}
	if o.at != o.m.life { // who was at work on the others is gone
		clear(o.alerts)
		o.at = o.m.life
	}
	o.alerts[a.Key] = append(o.alerts[a.Key], a)
	if len(o.alerts[a.Key]) == 1 {
		o.r.goes(o.m.life, func(l *life) { o.deals(l, a.Key) })
	}
	return nil, nil
}

// deals deals with the alerts of a key, each kind once, until none is left.
func (o *operator) deals(l *life, key string) {
	for {
		seen := o.open(key)
		if len(seen) == 0 || l.ctx.Err() != nil {
			return
		}
		for _, a := range people.Apart(seen) {
			o.follow(l, people.PlaybookFor(o.r.setup.Engine.View.Playbooks, &a), &a)
		}
		_ = l.told(func() { o.alerts[key] = o.alerts[key][len(seen):] })
	}
}

func (o *operator) open(key string) []engine.Alert {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	return slices.Clone(o.alerts[key])
}

// act has an operator do something.
func (o *operator) act(a engine.Act, how faults.Manner) {
	a = people.Planned(a)
	o.r.goes(o.m.life, func(l *life) { o.operate(l, a, how) })
	if how == faults.Twice {
		second := a
		second.Operator = people.Another(a.Operator)
		o.r.goes(o.m.life, func(l *life) { o.operate(l, second, how) })
	}
}

// spoilt asks for what cannot be, once.
func (o *operator) spoilt(a engine.Act) {
	a = o.acts.Spoilt(a)
	o.r.goes(o.m.life, func(l *life) { o.deliver(l, a, false) })
}

// operate has an act done by some worker, asking again until it is known what became of it.
// It is meant for the rotation that can be seen now, unless it is done blind.
func (o *operator) operate(l *life, a engine.Act, how faults.Manner) {
	var id string
	if l.told(func() { id = o.acts.Begin(&a, how) }) != nil {
		return
	}
	o.asks(l, a, id, how)
	if how == faults.Again && o.dawdles(l) && o.dawdles(l) { // by when there may be another rotation
		o.asks(l, a, id+"-again", people.Once(a.Verb))
	}
}

// asks some worker, and again, until it is known what became of it.
func (o *operator) asks(l *life, a engine.Act, id string, how faults.Manner) {
	if people.Dawdles(how, a.Verb, 0) && !o.dawdles(l) {
		return
	}
	for n := range people.OperatorTimes {
		a.ID = fmt.Sprintf("%s.%d", id, n+1)
		switch answer := o.deliver(l, a, how == faults.Unheard && n == 0); {
		case answer.Outcome == engine.Unknown:
			if !l.sleeps(people.AskAgain) {
				return
			}
			continue
		case answer.Outcome == engine.Admitted && people.WantsApproval(a.Verb):
			o.approve(l, a, how)
		}
		return
	}
}

// approve has somebody else approve what an operator has asked for, once it is there; or,
// which must not do, the same one.
func (o *operator) approve(l *life, a engine.Act, how faults.Manner) {
	for n := range people.Approvals(how) {
		if !l.sleeps(o.pick.between(100*time.Millisecond, time.Second)) || people.Dawdles(how, a.Verb, n+1) && !o.dawdles(l) {
			return
		}
		o.operate(l, people.Approval(&a, how, n+1), "")
	}
}

// dawdles until what was to be done may be over, and says whether the run goes on.
func (o *operator) dawdles(l *life) bool {
	return l.sleeps(o.pick.between(people.LeastLate, people.MostLate))
}

// deliver asks one worker, and notes what it said, if it was heard.
func (o *operator) deliver(l *life, a engine.Act, unheard bool) engine.Answer {
	unknown := engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	var worker *machine
	var f deploy.Noted
	if l.told(func() {
		worker = one(o.pick, o.r.workers)
		f = o.r.witness.Acts(a, worker.name, o.r.now())
	}) != nil {
		return unknown
	}
	answer := l.askWorker(worker, actAsk{a})
	if unheard {
		answer = unknown
	}
	_ = l.told(func() { o.r.witness.Done(f, answer, o.r.now()) })
	return answer
}
