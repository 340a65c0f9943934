package explain

import (
	"fmt"
	"reflect"
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/reports"
)

// An engine that has put something before its store may leave out conditions of some
// transactions. What the process asks is looked at above that, and what comes of it below:
// each condition that is lost on the way is a guard of its own.

// A loss is one condition that does not arrive. What of it is that the kind of place which is
// compared, or stale where the past is read instead of the present.
type loss struct {
	role engine.Role
	step string
	what string
}

const stale = "now"

// String is the loss as a part of what stands before the store.
func (l loss) String() string { return fmt.Sprintf("%s.env.Store/%s/%s", l.role, l.step, l.what) }

// text is what is missing, in words.
func (l loss) text() string {
	step, known := stepWords[l.step]
	if !known {
		step = "the write of " + l.step
	}
	if l.what == stale {
		return fmt.Sprintf("a read of what is there now, not of a replica that may be behind, in %s", step)
	}
	what, known := placeWords[l.what]
	if !known {
		what = "its " + l.what
	}
	return fmt.Sprintf("the compare of %s in %s", what, step)
}

// stepWords and placeWords are looked up only.
var (
	stepWords = map[string]string{"stamp": "the grant of a stamp", "barrier": "the look at stamps of a barrier", "keep": "the write of what is kept",
		"rewrap": "the move of what is kept", "undertake": "the claim to move what is kept", "ACQUIRED": "the write that takes ownership"}
	placeWords = map[string]string{"record": "the record's revision", "owner": "the ownership", "window": "the window's entry", "stamp": "the stamps that stand",
		"time": "the time of the store", "hold": "the hold", "kept": "the text that was there", "rewrap": "how far it had been moved", "rewrapper": "who moves"}
)

// A sandwich is what stands above and below whatever a process has put before its store.
type sandwich struct {
	role  engine.Role
	asked []*engine.Txn // that are under way
	seen  func([]reference.Part)
	lost  func(loss)
	mends func(loss) bool
}

// around starts a process with a sandwich, if it is one that has put something there.
func around[P any](start func(engine.Env) P, role engine.Role, env engine.Env, as sandwich) P {
	s := &as
	s.role = role
	env.Store = below{env.Store, s}
	p := start(env)
	changed := reference.Changed(p, env)
	s.seen(changed)
	if slices.Contains(changed, reference.Part{Role: role, Name: "env.Store"}) {
		reference.Over(p, func(put engine.Store) engine.Store { return above{put, s} })
	}
	return p
}

type above struct {
	engine.Store
	s *sandwich
}

func (a above) Txn(t engine.Txn) (engine.TxnResult, error) {
	asked := &t
	a.s.asked = append(a.s.asked, asked)
	defer func() {
		a.s.asked = slices.DeleteFunc(a.s.asked, func(x *engine.Txn) bool { return x == asked })
	}()
	return a.Store.Txn(t)
}

type below struct {
	engine.Store
	s *sandwich
}

func (b below) Txn(t engine.Txn) (engine.TxnResult, error) {
	step, _ := reference.StepOf(b.s.role, t)
	if asked := b.s.meant(step, &t); asked != nil {
		for _, c := range asked.If {
			l := loss{b.s.role, step, reference.KindOf(c.Key)}
			if compared(&t, c.Key) {
				continue
			}
			b.s.lost(l)
			if b.s.mends(l) {
				t = adding(t, c)
			}
		}
		if l := (loss{b.s.role, step, stale}); t.Stale && !asked.Stale {
			b.s.lost(l)
			t.Stale = !b.s.mends(l)
		}
	}
	return b.Store.Txn(t)
}

// meant is what the process has asked that has become a transaction: what does the same, and
// is a step.
func (s *sandwich) meant(step string, t *engine.Txn) *engine.Txn {
	for _, asked := range s.asked {
		if step != "" && reflect.DeepEqual(asked.Then, t.Then) {
			return asked
		}
	}
	return nil
}

// mostCompares is how many conditions are tried one by one: who leaves out more has left out
// all of them.
const mostCompares = 12

// compares are the conditions that were lost, each put back, and those of one step together.
func (s *spied) compares() (all []guard) {
	if len(s.losses) > mostCompares {
		return nil
	}
	for i, l := range s.losses {
		all = append(all, putIn(1, l))
		of := []loss{l}
		for _, x := range s.losses[i+1:] {
			if x.role == l.role && x.step == l.step {
				of = append(of, x)
			}
		}
		first := !slices.ContainsFunc(s.losses[:i], func(x loss) bool { return x.role == l.role && x.step == l.step })
		if len(of) > 1 && first {
			all = append(all, putIn(len(of), of...))
		}
	}
	return all
}

func putIn(size int, some ...loss) guard {
	name, text := some[0].String(), some[0].text()
	for _, l := range some[1:] {
		name, text = name+" + "+l.String(), text+"; "+l.text()
	}
	as := sandwich{seen: func([]reference.Part) {}, lost: func(loss) {}, mends: func(l loss) bool { return slices.Contains(some, l) }}
	return guard{name: name, text: text, kind: reports.OfCompare, size: size, in: func(e engine.Engine) engine.Engine { return as.in(e) }}
}

// in is an engine each process of which has a sandwich of its own.
func (s sandwich) in(e engine.Engine) engine.Engine {
	worker, agent := e.Worker, e.Agent
	e.Worker = func(env engine.Env) engine.Control { return around(worker, engine.WorkerRole, env, s) }
	e.Agent = func(env engine.Env) engine.Serving { return around(agent, engine.NodeRole, env, s) }
	return e
}
