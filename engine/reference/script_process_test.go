package reference

import (
	"errors"
	"iter"
	"slices"
	"time"

	"pawl/engine"
)

// errKilled unwinds the code of a process that is ended.
var errKilled = errors.New("the process is ended")

// process is engine code that runs until it asks for something, and again from its
// answer to its next question.
type process struct {
	name string
	m    *machine

	asked engine.Request
	until time.Duration // of a sleep or a wait: when it is over
	held  bool          // the script keeps the request, or the process, from going on
	lost  bool          // the request is lost in a silence, and times out

	yield  func(engine.Request) bool
	resume func() (engine.Request, bool)
	kill   func()
	reply  engine.Reply
	err    error
	last   func() string // what it says when it ends; nil if it never should
}

// start runs body as a process up to its first question.
func (w *world) start(m *machine, name string, body func(), last func() string) *process {
	p := &process{name: name, m: m, last: last}
	p.resume, p.kill = iter.Pull(func(yield func(engine.Request) bool) {
		defer func() {
			if r := recover(); r != nil && r != errKilled {
				panic(r)
			}
		}()
		p.yield = yield
		body()
	})
	w.procs = append(w.procs, p)
	w.goOn(p)
	return p
}

// ask stops the process until it is answered.
func (p *process) ask(r engine.Request) (engine.Reply, error) {
	if !p.yield(r) {
		panic(errKilled)
	}
	return p.reply, p.err
}

// goOn runs a process on from its answer.
func (w *world) goOn(p *process) {
	w.running = p
	asked, ok := p.resume()
	w.running = nil
	if !ok {
		w.gone(p)
		w.out.line(w.now(), p.name, nil, p.last())
		return
	}
	p.asked = asked
	if w.served != nil {
		w.served(p)
	}
	if w.silence.swallows(w.now(), asked) {
		p.lost, p.until = true, w.now()+timeout
		return
	}
	switch r := asked.(type) {
	case engine.Sleep:
		p.until = w.now() + r.For
		w.say(p, w.describe(p.m, r))
	case engine.Await:
		p.until = w.now() + r.Wait
		w.say(p, w.describe(p.m, r))
	}
}

func (w *world) gone(p *process) {
	w.procs = slices.DeleteFunc(w.procs, func(x *process) bool { return x == p })
}

// process finds one by name.
func (w *world) process(name string) *process {
	i := slices.IndexFunc(w.procs, func(p *process) bool { return p.name == name })
	if i < 0 {
		w.t.Fatalf("no process %q", name)
	}
	return w.procs[i]
}

// answer gives a process its answer, and runs it on.
func (w *world) answer(p *process, reply engine.Reply, err error) {
	if err != nil {
		w.answered[answer{p.m.role(), called(p.m.role(), p.asked), err}] = true
	}
	p.reply, p.err, p.held, p.lost = reply, err, false, false
	w.goOn(p)
}

// say writes down a line about what a process asks.
func (w *world) say(p *process, text string) {
	w.out.line(w.now(), p.name, names(p.m.role(), p.asked), text)
}
