package planted

import (
	"strings"
	"time"

	"pawl/engine"
)

// A Bug is one mistake in how an engine uses its ports.
type Bug struct {
	Name string
	Text string // what the engine does wrong by it
	ask  func(p *process) asking
}

// asking is how a process asks with a bug planted in it. What it remembers ends with the
// process.
type asking func(engine.Request) (engine.Reply, error)

// process is a start of an engine's process, and the door that it would have without the
// bug.
type process struct {
	engine.Door
	role engine.Role
	self string
	made *Mistakes
}

// In is the engine with the bug planted in it, under a name of its own. Each time that the
// mistake is made it is counted; made may be nil.
func (b *Bug) In(e engine.Engine, made *Mistakes) engine.Engine {
	worker, agent := e.Worker, e.Agent
	e.Name = b.Called(e.Name)
	e.Worker = func(env engine.Env) engine.Control { return worker(b.stand(env, made)) }
	e.Agent = func(env engine.Env) engine.Serving { return agent(b.stand(env, made)) }
	return e
}

// Called is what an engine of some name is called with the bug planted in it.
func (b *Bug) Called(name string) string { return name + mark + b.Name }

// mark stands between the name of an engine and that of the bug that is planted in it.
const mark = "+"

// Bare is the name of an engine without that of a bug that is planted in it.
func Bare(name string) string {
	name, _, _ = strings.Cut(name, mark)
	return name
}

// stand puts the bug into the door of one process.
func (b *Bug) stand(env engine.Env, made *Mistakes) engine.Env {
	p := &process{env.Door, env.Role, env.Self(), made}
	return env.Through(door{p, b.ask(p)})
}

// door is one in which a bug stands.
type door struct {
	*process
	ask asking
}

func (d door) Ask(r engine.Request) (engine.Reply, error) { return d.ask(r) }

func (d door) Now() time.Duration {
	if r, err := d.ask(look{}); err == nil {
		return r.(time.Duration)
	}
	return d.process.Now()
}

// Wall is read past the bugs: none is about the time of day.
func (d door) Wall() time.Duration { return d.process.Wall() }

// look is a look at the clock, as bugs see it. It leaves no process: what the door has
// for it is the clock.
type look struct{}

func (look) Verb() engine.Verb { return "look" }

// plain is what a process asks, asked without a mistake.
func (p *process) plain(r engine.Request) (engine.Reply, error) {
	if _, is := r.(look); is {
		return p.Now(), nil
	}
	return p.Ask(r)
}

// wrong is what a process asks, asked with a mistake, which is counted.
func (p *process) wrong(r engine.Request) (engine.Reply, error) {
	p.made.note()
	return p.plain(r)
}
