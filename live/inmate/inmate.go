package inmate

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/host"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/live/vault"
	"pawl/live/wire"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

// What is told by the environment.
const (
	GateEnv  = "PAWL_GATE"  // where the run is, host:port
	StoreEnv = "PAWL_STORE" // where its gate to the store is
)

// Name is the first argument of a binary that is to be an inmate.
const Name = "inmate"

// Port is where an inmate listens.
const Port = "8080"

// Run is what a container does, by the first of its arguments; it does not return but for an
// error.
func Run(args []string) error {
	if len(args) == 0 {
		return errors.New("want what to be: etcd, keys or engine")
	}
	switch args[0] {
	case "etcd":
		etcdmain.Main(args)
		return errors.New("etcd has ended")
	case "keys":
		return keys()
	case "engine":
		return serve()
	}
	return fmt.Errorf("no inmate %q: want etcd, keys or engine", args[0])
}

func listen(h http.Handler) error {
	s := &http.Server{Addr: ":" + Port, Handler: h, ReadHeaderTimeout: time.Minute}
	return s.ListenAndServe()
}

// keys is the key service.
func keys() error {
	clock := host.NewBoottime()
	v := vault.New(clock.Wall)
	return listen(wire.Handler(func(_ context.Context, name string, body []byte) (any, error) {
		if name == wire.ReadyName {
			return struct{}{}, nil
		}
		if (vault.Lose{}).Verb() == engine.Verb(name) {
			l, err := wire.Read[vault.Lose](body)
			if err != nil {
				return nil, err
			}
			return v.Do(l)
		}
		r, err := wire.Request(name, body)
		if err != nil {
			return nil, err
		}
		return v.Do(r)
	}))
}

// named finds an engine.
func named(name string) (engine.Engine, error) {
	if r := reference.Engine(); r.Name == name {
		return r, nil
	}
	if w, is := wrong.Find(name); is {
		return w.Engine, nil
	}
	return engine.Engine{}, fmt.Errorf("no engine %q is in this image", name)
}

// process is an engine's in this container.
type process struct {
	*host.Process
	serving engine.Serving
	control engine.Control
}

// serve is an engine's process.
func serve() error {
	ctx := context.Background()
	run := &away{at: os.Getenv(GateEnv), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	l, err := run.launch(ctx)
	if err != nil {
		return err
	}
	e, err := named(l.Engine)
	if err != nil {
		return err
	}
	p, err := start(ctx, run, e, l)
	if err != nil {
		return err
	}
	return listen(wire.Handler(p.answer))
}

// start starts the process, whose engine asks for nothing before the run knows its name.
func start(ctx context.Context, run *away, e engine.Engine, l wire.Being) (*process, error) {
	store, err := etcd.Open(etcd.Access{Endpoints: []string{os.Getenv(StoreEnv)}})
	if err != nil {
		return nil, err
	}
	key := make([]byte, 32) // nobody else looks at this disk
	files, err := host.OpenFolder("/data", key)
	if err != nil {
		return nil, err
	}
	c := host.Launch{Name: l.Name, Pool: l.Pool, Policy: l.Policy, Patience: l.Patience,
		Services: host.Services{Store: store, Keys: run, Fleet: run, Pager: run, Files: files}}
	p := &process{}
	e = p.told(e, func(self string) { run.named(ctx, self) })
	if l.Role == engine.NodeRole {
		n, err := host.StartNode(e, l.Keys, c)
		if err == nil {
			p.Process = n.Process
		}
		return p, err
	}
	w, err := host.StartWorker(e, l.Keys, c)
	if err == nil {
		p.Process = w.Process
	}
	return p, err
}

// told has the run know the name of an engine's process before that asks for anything.
func (p *process) told(e engine.Engine, tell func(self string)) engine.Engine {
	agent, worker := e.Agent, e.Worker
	e.Agent = func(env engine.Env) engine.Serving {
		tell(env.Self())
		p.serving = agent(env)
		return p.serving
	}
	e.Worker = func(env engine.Env) engine.Control {
		tell(env.Self())
		p.control = worker(env)
		return p.control
	}
	return e
}

// answer is what the run asks of the process.
func (p *process) answer(ctx context.Context, name string, body []byte) (any, error) {
	switch name {
	case wire.AdmitName:
		return called(ctx, p, body, func(t engine.Trigger) (engine.Answer, error) { return p.control.Admit(t), nil })
	case wire.OperateName:
		return called(ctx, p, body, func(a engine.Act) (engine.Answer, error) { return p.control.Operate(a), nil })
	case wire.SealName:
		return called(ctx, p, body, func(c wire.SealCall) (engine.Sealed, error) { return p.serving.Seal(c.Key, c.Plain) })
	case wire.OpenName:
		return called(ctx, p, body, func(c wire.OpenCall) (wire.OpenReply, error) {
			plain, err := p.serving.Open(c.Key, c.Sealed)
			o := wire.OpenReply{Plain: plain, Rev: p.serving.Rev(c.Key)}
			if err != nil {
				f := wire.ReasonOf(err)
				o.Fault = &f
			}
			return o, nil
		})
	case wire.PushName:
		return called(ctx, p, body, func(c engine.Command) (struct{}, error) { return struct{}{}, p.serving.Push(c) })
	case wire.AnnouncedName:
		return called(ctx, p, body, p.announced)
	case wire.KeepName:
		return called(ctx, p, body, p.keep)
	case wire.KeptName:
		return called(ctx, p, body, p.kept)
	}
	return nil, fmt.Errorf("%w: no such call: %q", engine.ErrRejected, name)
}

func (p *process) announced(c wire.KeyCall) ([]engine.Announced, error) {
	if a, is := p.serving.(engine.Announcing); is {
		return a.Announced(c.Key)
	}
	return nil, engine.ErrRejected
}

func (p *process) keep(c wire.KeepCall) (struct{}, error) {
	if k, is := p.serving.(engine.Keeping); is {
		return struct{}{}, k.Keep(c.Key, c.Name, c.Plain)
	}
	return struct{}{}, engine.ErrRejected
}

func (p *process) kept(c wire.KeepCall) ([]byte, error) {
	if k, is := p.serving.(engine.Keeping); is {
		return k.Kept(c.Key, c.Name)
	}
	return nil, engine.ErrRejected
}

// called runs engine code for an answer.
func called[C, R any](ctx context.Context, p *process, body []byte, f func(C) (R, error)) (any, error) {
	c, err := wire.Read[C](body)
	if err != nil {
		return nil, err
	}
	type both struct {
		r   R
		err error
	}
	got := make(chan both, 1)
	if err := p.Do(ctx, func() { r, err := f(c); got <- both{r, err} }); err != nil {
		return nil, wire.ErrNoAnswer
	}
	b := <-got
	return b.r, b.err
}
