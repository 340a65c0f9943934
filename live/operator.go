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

// operator does what the setup says, and, if it says so, deals with alerts by their playbooks.
type operator struct {
	r      *run
	m      *machine
	pick   *rand.Rand                // by who has the run's lock
	alerts map[string][]engine.Alert // by key, those that are not dealt with
	holds  map[string]uint32         // by key, the version that was held last
	acts   int
}

// Who acts, where nobody is named, and who acts as well without knowing of it.
const (
	usualOperator  = "operator"
	secondOperator = "operator-2"
)

func newOperator(r *run) *operator {
	return &operator{r: r, m: r.add(deploy.OperatorName, ""), pick: r.source(deploy.OperatorName),
		alerts: map[string][]engine.Alert{}, holds: map[string]uint32{}}
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
	if o.r.over || !o.r.setup.Operator || o.playbookFor(&a) == nil {
		return nil, nil
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
		for i := range seen {
			a := seen[i]
			if !slices.ContainsFunc(seen[:i], func(b engine.Alert) bool { return b.Halt == a.Halt && b.Version == a.Version }) {
				o.follow(l, o.playbookFor(&a), &a)
			}
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
	a.Operator = cmp.Or(a.Operator, usualOperator)
	a.Reason = cmp.Or(a.Reason, "planned")
	o.r.goes(o.m.life, func(l *life) { o.operate(l, a, how) })
	if how == faults.Twice {
		second := a
		second.Operator = another(a.Operator)
		o.r.goes(o.m.life, func(l *life) { o.operate(l, second, how) })
	}
}

// spoilt asks for what cannot be, once.
func (o *operator) spoilt(a engine.Act) {
	o.acts++
	a.ID = fmt.Sprintf("act%d%s", o.acts, a.ID)
	a.Operator, a.Reason = cmp.Or(a.Operator, usualOperator), cmp.Or(a.Reason, "planned")
	o.r.goes(o.m.life, func(l *life) { o.deliver(l, a, false) })
}

// operate has an act done by some worker, asking again until it is known what became of it.
// It is meant for the rotation that can be seen now, unless it is done blind.
func (o *operator) operate(l *life, a engine.Act, how faults.Manner) {
	var id string
	if l.told(func() {
		o.acts++
		o.means(&a, how)
		id = fmt.Sprintf("act%d", o.acts)
	}) != nil {
		return
	}
	for n := range operatorTimes {
		a.ID = fmt.Sprintf("%s.%d", id, n+1)
		switch answer := o.deliver(l, a, how == faults.Unheard && n == 0); {
		case answer.Outcome == engine.Unknown:
			if !l.sleeps(askAgain) {
				return
			}
			continue
		case answer.Outcome == engine.Admitted && (a.Verb == engine.RevokeAct || a.Verb == engine.RotateAct):
			o.approve(l, a, how)
		}
		return
	}
}

// means fills in what an act is about, as it can be seen now: a rotation, or a version.
func (o *operator) means(a *engine.Act, how faults.Manner) {
	w := o.r.witness
	switch a.Verb {
	case engine.HoldAct:
		a.Version = w.Oldest(a.Key)
		o.holds[a.Key] = a.Version
	case engine.ReleaseAct:
		a.Version = cmp.Or(o.holds[a.Key], w.Oldest(a.Key))
	case engine.RevokeAct:
		a.Version = w.Oldest(a.Key)
	case engine.AbortAct, engine.HaltAct, engine.ResumeAct:
		if how != faults.Blind {
			a.Rotation = w.Rotation(a.Key)
		}
	}
}

// approve has somebody else approve what an operator has asked for, once it is there; or,
// which must not do, the same one.
func (o *operator) approve(l *life, a engine.Act, how faults.Manner) {
	if !l.sleeps(o.draw(100*time.Millisecond, time.Second)) {
		return
	}
	by := a.Operator
	if how != faults.Alone {
		by = another(by)
	}
	o.operate(l, engine.Act{Verb: engine.ApproveAct, Key: a.Key, Operator: by, Reason: a.Reason, Of: a.ID}, "")
}

func (o *operator) draw(from, to time.Duration) time.Duration {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	return between(o.pick, from, to)
}

// another is an operator who is not the one.
func another(operator string) string {
	if operator == secondOperator {
		return usualOperator
	}
	return secondOperator
}

// deliver asks one worker, and notes what it said, if it was heard.
func (o *operator) deliver(l *life, a engine.Act, unheard bool) engine.Answer {
	unknown := engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	var worker *machine
	var f deploy.Noted
	if l.told(func() {
		worker = o.r.workers[o.pick.IntN(len(o.r.workers))]
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
