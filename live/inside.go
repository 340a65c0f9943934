package live

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pawl/engine"
	"pawl/engine/etcd/embedded"
	"pawl/engine/host"
	"pawl/faults"
	"pawl/live/vault"
	"pawl/sim/deploy"
)

// InProcess is all in one process of the system: each process of the engine with a baton of
// its own, on an etcd of so many members.
func InProcess(members int) Deployment { return Deployment{inside{members}} }

type inside struct{ members int }

// refuses is what cannot be done to parts of one process.
func (inside) refuses(e faults.Event) string {
	if needs(e, crasher, pauser) && (e.Target == deploy.StoreName || e.Target == "everything") {
		return "the store's members run in the process that judges them; use containers"
	}
	return cmp.Or(ofAService(e), tooLate(e), half(e))
}

func (inside) suffers(r *run) faults.Deployment { return within{sufferer{r}} }

// open starts the store.
func (i inside) open(_ context.Context, r *run) (ground, error) {
	dir, err := os.MkdirTemp("", "pawl-live-")
	if err != nil {
		return nil, fmt.Errorf("no folder for the run: %w", err)
	}
	c, err := embedded.Join(max(1, i.members), filepath.Join(dir, "store"))
	if err != nil {
		_ = os.RemoveAll(dir) // what failed first is told
		return nil, fmt.Errorf("no store: %w", err)
	}
	return &plot{r: r, dir: dir, store: c, house: near{vault.New(r.keys.clock.Wall)}}, nil
}

// plot is the ground of a run in one process.
type plot struct {
	r     *run
	dir   string
	store *embedded.Cluster
	house near

	backups []backup // of the store's data, the oldest first
}

func (p *plot) endpoints() []string { return p.store.Endpoints() }

func (p *plot) direct() bool   { return true }
func (p *plot) keys() keyhouse { return p.house }

// What the key service keeps outlasts its end; the store has none here (refuses).
func (p *plot) down(string) {}
func (p *plot) up(string)   {}

// A machine that stands still gets nothing from its ports, which is all that it lives by.
func (p *plot) pause(string)  {}
func (p *plot) resume(string) {}

func (p *plot) close() {
	p.store.Stop()
	_ = os.RemoveAll(p.dir) // it is in a folder for what may be left
}

// folder is where a machine's disk is.
func (p *plot) folder(machine string) string {
	return filepath.Join(p.dir, "disks", strings.ReplaceAll(machine, "/", "-"))
}

func (p *plot) disk(machine string) (host.Files, []string) {
	files, err := host.OpenFolder(p.folder(machine), nodeKey)
	if err != nil {
		return nil, nil // it has none yet
	}
	names, err := files.Names()
	if err != nil {
		return nil, nil
	}
	return files, names
}

func (p *plot) wipe(machine string) { _ = os.RemoveAll(p.folder(machine)) } // what is left would be missed at once

// nodeKey is the same for all machines: nobody else looks at these disks.
var nodeKey = make([]byte, 32)

// start starts a process of the engine.
func (p *plot) start(l *life) (process, error) {
	dir := p.folder(l.m.name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, err := host.OpenFolder(dir, nodeKey)
	if err != nil {
		return nil, err
	}
	in := &indoors{plot: p}
	launch := host.Launch{Name: l.m.name, Pool: l.m.pool, Policy: l.m.policy(), Patience: deploy.CallTimeout,
		Services: host.Services{Store: line{l}, Keys: line{l}, Fleet: line{l}, Pager: line{l}, Files: &disk{l, files}, Clock: l.m.clock}}
	e := p.r.setup.Engine
	if l.m.node {
		agent := e.Agent
		e.Agent = func(env engine.Env) engine.Serving {
			l.named(env.Self())
			in.serving = agent(env)
			return in.serving
		}
		n, err := host.StartNode(e, p.r.served(l.m.pool), launch)
		if err != nil {
			return nil, err
		}
		in.Process = n.Process
		return in, nil
	}
	worker := e.Worker
	e.Worker = func(env engine.Env) engine.Control {
		l.named(env.Self())
		in.control = worker(env)
		return in.control
	}
	w, err := host.StartWorker(e, p.r.setup.Keys, launch)
	if err != nil {
		return nil, err
	}
	in.Process = w.Process
	return in, nil
}

// served are the keys under which the nodes of a pool seal.
func (r *run) served(pool string) (keys []string) {
	for _, k := range r.setup.Keys {
		if r.setup.Engine.Seals(pool, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// indoors is a process of the engine in this one.
type indoors struct {
	*host.Process
	plot    *plot
	serving engine.Serving
	control engine.Control
}

// kill ends it. Its services are closed by then, so that no lease is handed back.
func (in *indoors) kill() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_ = in.Stop(ctx) // that leases are left to run out is what is wanted
}

func (in *indoors) admit(ctx context.Context, t engine.Trigger) (a engine.Answer) {
	return in.answer(ctx, func() engine.Answer { return in.control.Admit(t) })
}

func (in *indoors) operate(ctx context.Context, act engine.Act) engine.Answer {
	return in.answer(ctx, func() engine.Answer { return in.control.Operate(act) })
}

func (in *indoors) answer(ctx context.Context, f func() engine.Answer) engine.Answer {
	a := engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	_ = in.Do(ctx, func() { a = f() }) // cut off, it is unknown
	return a
}

func (in *indoors) seal(ctx context.Context, key string, plain []byte) (engine.Sealed, error) {
	return done(ctx, in, func() (engine.Sealed, error) { return in.serving.Seal(key, plain) })
}

func (in *indoors) open(ctx context.Context, key string, s engine.Sealed) (plain []byte, rev uint64, err error) {
	plain, err = done(ctx, in, func() ([]byte, error) {
		plain, err := in.serving.Open(key, s)
		rev = in.serving.Rev(key)
		return plain, err
	})
	return plain, rev, err
}

func (in *indoors) push(ctx context.Context, c engine.Command) error {
	_, err := done(ctx, in, func() (struct{}, error) { return struct{}{}, in.serving.Push(c) })
	return err
}

func (in *indoors) announced(ctx context.Context, key string) ([]engine.Announced, error) {
	a, is := in.serving.(engine.Announcing)
	if !is {
		return nil, engine.ErrRejected
	}
	return done(ctx, in, func() ([]engine.Announced, error) { return a.Announced(key) })
}

func (in *indoors) keep(ctx context.Context, key, name string, plain []byte) error {
	k, is := in.serving.(engine.Keeping)
	if !is {
		return engine.ErrRejected
	}
	_, err := done(ctx, in, func() (struct{}, error) { return struct{}{}, k.Keep(key, name, plain) })
	return err
}

func (in *indoors) kept(ctx context.Context, key, name string) ([]byte, error) {
	k, is := in.serving.(engine.Keeping)
	if !is {
		return nil, engine.ErrRejected
	}
	return done(ctx, in, func() ([]byte, error) { return k.Kept(key, name) })
}

// done runs engine code for an answer; of a process that has ended there is none.
func done[R any](ctx context.Context, in *indoors, f func() (R, error)) (R, error) {
	type both struct {
		r   R
		err error
	}
	got := make(chan both, 1)
	if err := in.Do(ctx, func() { r, err := f(); got <- both{r, err} }); err != nil {
		var none R
		return none, errGone
	}
	b := <-got
	return b.r, b.err
}
