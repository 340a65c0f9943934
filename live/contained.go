package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"pawl/engine"
	"pawl/engine/host"
	"pawl/faults"
	"pawl/live/box"
	"pawl/live/gate"
	"pawl/live/inmate"
	"pawl/live/vault"
	"pawl/live/wire"
	"pawl/sim/deploy"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// Contained is a container for each process: three members of etcd, the key service, and the
// engine's. The binary is all that is in their image: one that calls inmate.Run where its first argument is inmate.Name.
func Contained(binary string) Deployment { return Deployment{yard: contained{binary}} }

type contained struct{ binary string }

// refuses is what cannot be done to containers.
func (contained) refuses(e faults.Event) string {
	if needs(e, crasher) && (e.Target == deploy.KeysName || e.Target == "everything") {
		return "the key service there has all in memory, and would lose it; run it in one process"
	}
	return tooLate(e)
}

func (contained) suffers(r *run) faults.Deployment { return sufferer{r} }

// members is how many the store has.
const members = 3

// camp is the ground of a run in containers.
type camp struct {
	r       *run
	docker  *box.Docker
	stores  []*box.Container
	house   *box.Container
	houseAt string
	at      []string // of the store's members
	client  *http.Client
	cells   map[string]*cell
}

// A cell is the container of one process of the engine, with its gates.
type cell struct {
	c     *camp
	m     *machine
	box   *box.Container
	store *gate.Wicket
	way   *clientv3.Client
	rest  *http.Server  // for all but the store
	asks  chan struct{} // closed once its process asks what to be
	once  sync.Once
	mu    sync.Mutex // one thing is done to the container at a time
}

// open has everything made, and started but for who is absent; the engine's processes wait
// for the run to begin.
func (y contained) open(ctx context.Context, r *run) (ground, error) {
	docker, err := box.Dial(ctx)
	if err != nil {
		return nil, err
	}
	c := &camp{r: r, docker: docker, cells: map[string]*cell{}, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	if err := c.pitch(ctx, y.binary); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *camp) pitch(ctx context.Context, binary string) error {
	if err := c.docker.Import(ctx, binary); err != nil {
		return err
	}
	core, err := c.docker.Network(ctx, "core")
	if err != nil {
		return err
	}
	nets := map[string]*box.Net{"": core}
	for _, p := range c.r.setup.Pools {
		if nets[p.Name], err = c.docker.Network(ctx, "pool-"+p.Name); err != nil {
			return err
		}
	}
	if err := c.services(ctx, core); err != nil {
		return err
	}
	var all []func() error
	for _, m := range append(append([]*machine(nil), c.r.workers...), c.r.nodes...) {
		on := core
		if m.node {
			on = nets[m.pool]
		}
		x := &cell{c: c, m: m, asks: make(chan struct{})}
		c.cells[m.name] = x
		all = append(all, func() error { return x.build(ctx, on) })
	}
	return together(all)
}

// together does several things at once.
func together(all []func() error) error {
	failed := make([]error, len(all))
	var wait sync.WaitGroup
	for i, f := range all {
		wait.Go(func() { failed[i] = f() })
	}
	wait.Wait()
	return errors.Join(failed...)
}

// services starts the store and the key service.
func (c *camp) services(ctx context.Context, on *box.Net) (err error) {
	cluster := ""
	for i := range members {
		cluster += fmt.Sprintf(",m%d=http://m%d:2380", i+1, i+1)
	}
	for i := range members {
		b, err := c.docker.Create(ctx, member(fmt.Sprintf("m%d", i+1), cluster[1:], on))
		if err != nil {
			return err
		}
		c.stores = append(c.stores, b)
	}
	if c.house, err = c.docker.Create(ctx, box.Spec{Name: "keys", On: on, Args: []string{inmate.Name, "keys"}}); err != nil {
		return err
	}
	if err := together([]func() error{func() error { return c.starts(ctx, c.stores) }, func() error { return c.house.Start(ctx) }}); err != nil {
		return err
	}
	at, err := c.house.Address(ctx)
	if err != nil {
		return err
	}
	c.houseAt = net.JoinHostPort(at.String(), inmate.Port)
	return c.ready(ctx)
}

// member is one of the store's. A container that is killed loses nothing that was written, so
// that none has to wait for a disk.
func member(name, cluster string, on *box.Net) box.Spec {
	return box.Spec{Name: name, On: on, Args: []string{inmate.Name, "etcd", "--name", name, "--data-dir", "/data/etcd",
		"--listen-client-urls", "http://0.0.0.0:2379", "--advertise-client-urls", "http://" + name + ":2379",
		"--listen-peer-urls", "http://0.0.0.0:2380", "--initial-advertise-peer-urls", "http://" + name + ":2380",
		"--initial-cluster", cluster, "--unsafe-no-fsync", "--log-level", "error"}}
}

// starts starts the store's members, and finds where they are.
func (c *camp) starts(ctx context.Context, all []*box.Container) error {
	c.at = nil
	var some []func() error
	for _, b := range all {
		some = append(some, func() error { return b.Start(ctx) })
	}
	if err := together(some); err != nil {
		return err
	}
	for _, b := range all {
		at, err := b.Address(ctx)
		if err != nil {
			return err
		}
		c.at = append(c.at, net.JoinHostPort(at.String(), "2379"))
	}
	return nil
}

// starting is how long containers may take to be ready.
const starting = time.Minute

// ready waits until the store and the key service answer.
func (c *camp) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, starting)
	defer cancel()
	client, err := clientv3.New(clientv3.Config{Endpoints: c.at, Context: ctx, Logger: zap.NewNop()})
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // nothing is under way
	if _, err := client.Get(ctx, "ready"); err != nil {
		return fmt.Errorf("the store is not ready: %w: %s", err, c.stores[0].Said(context.WithoutCancel(ctx)))
	}
	for {
		_, err := wire.Ask[struct{}](ctx, c.client, c.houseAt, wire.ReadyName, struct{}{})
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("the key service is not ready: %w: %s", err, c.house.Said(context.WithoutCancel(ctx)))
		}
		pass(ctx, 20*time.Millisecond)
	}
}

func (c *camp) endpoints() []string { return c.at }
func (c *camp) direct() bool        { return false }
func (c *camp) keys() keyhouse      { return c }

// do asks the key service. What it has not answered is unknown.
func (c *camp) do(ctx context.Context, r engine.Request) (vault.Done, error) {
	name := string(r.Verb())
	if _, is := r.(lookAsk); is {
		_, err := wire.Ask[struct{}](ctx, c.client, c.houseAt, wire.ReadyName, struct{}{})
		return vault.Done{}, unanswered(err)
	}
	d, err := wire.Ask[vault.Done](ctx, c.client, c.houseAt, name, r)
	return d, unanswered(err)
}

// unanswered is that whoever was asked has ended over it.
func unanswered(err error) error {
	if errors.Is(err, wire.ErrNoAnswer) {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return err
}

func (c *camp) close() {
	for _, x := range c.cells {
		x.close()
	}
	c.client.CloseIdleConnections()
	if err := c.docker.Close(); err != nil {
		c.r.misses("not all containers are removed: " + err.Error())
	}
}

// later does something to containers, without waiting for it.
func (c *camp) later(x *cell, what func(context.Context) error) {
	c.r.under.Go(func() {
		if x != nil {
			x.mu.Lock()
			defer x.mu.Unlock()
		}
		ctx, cancel := context.WithTimeout(context.Background(), starting)
		defer cancel()
		if err := what(ctx); err != nil {
			c.r.mu.Lock()
			defer c.r.mu.Unlock()
			c.r.misses(err.Error())
		}
	})
}

func (c *camp) boxes(machine string) []*box.Container {
	switch machine {
	case deploy.StoreName:
		return c.stores
	case deploy.KeysName:
		return []*box.Container{c.house}
	}
	if x := c.cells[machine]; x != nil {
		return []*box.Container{x.box}
	}
	return nil
}

// each does something to all containers of a machine.
func (c *camp) each(machine string, what func(*box.Container, context.Context) error) {
	for _, b := range c.boxes(machine) {
		c.later(c.cells[machine], func(ctx context.Context) error { return what(b, ctx) })
	}
}

func (c *camp) pause(machine string)  { c.each(machine, (*box.Container).Pause) }
func (c *camp) resume(machine string) { c.each(machine, (*box.Container).Unpause) }
func (c *camp) down(machine string)   { c.each(machine, (*box.Container).Kill) }
func (c *camp) up(machine string)     { c.each(machine, (*box.Container).Start) }

// What is on a disk in a container nobody can see from here.
func (c *camp) disk(string) (host.Files, []string) { return nil, nil }
func (c *camp) wipe(string)                        {}

// build makes a cell, and has it wait for the run to begin.
func (x *cell) build(ctx context.Context, on *box.Net) error {
	way, err := clientv3.New(clientv3.Config{Endpoints: x.c.at, DialTimeout: patience, Logger: zap.NewNop()})
	if err != nil {
		return err
	}
	x.way = way
	if x.store, err = gate.Listen(":0", way.ActiveConnection(), keeper{x}); err != nil {
		return err
	}
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return err
	}
	x.rest = &http.Server{Handler: wire.Handler(x.serves), ReadHeaderTimeout: time.Minute}
	go func() { _ = x.rest.Serve(l) }() // it ends with close
	x.box, err = x.c.docker.Create(ctx, box.Spec{Name: x.m.name, On: on, Args: []string{inmate.Name, "engine"},
		Env: []string{inmate.GateEnv + "=" + seen(on.Gateway, l.Addr()), inmate.StoreEnv + "=" + seen(on.Gateway, x.store.Addr())}})
	if err != nil || x.m.absent {
		return err
	}
	if err := x.box.Start(ctx); err != nil {
		return err
	}
	select {
	case <-x.asks:
		return nil
	case <-time.After(starting):
		return fmt.Errorf("container %s has said nothing within %s: %s", x.m.name, starting, x.box.Said(ctx))
	}
}

// seen is where a container finds what listens here.
func seen(gateway netip.Addr, at net.Addr) string {
	return net.JoinHostPort(gateway.String(), strconv.Itoa(at.(*net.TCPAddr).Port))
}

func (x *cell) close() {
	if x.store != nil {
		x.store.Close()
	}
	if x.rest != nil {
		_ = x.rest.Close() // nothing is waited for
	}
	if x.way != nil {
		_ = x.way.Close() // nothing is under way
	}
}

// start starts the container of a life, unless it waits for it, and waits until its engine
// has said its name.
func (c *camp) start(l *life) (process, error) {
	x := c.cells[l.m.name]
	if l.m.boot > 1 || l.m.joined {
		x.mu.Lock()
		ctx, cancel := context.WithTimeout(context.Background(), starting)
		err := x.box.Start(ctx)
		cancel()
		x.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
	select {
	case <-l.ready:
	case <-l.ctx.Done():
		return &outdoors{x: x}, nil // which is ended at once
	case <-time.After(starting):
		return nil, fmt.Errorf("no word from its container within %s: %s", starting, x.box.Said(context.Background()))
	}
	at, err := x.box.Address(l.ctx)
	if err != nil {
		return nil, err
	}
	return &outdoors{x, net.JoinHostPort(at.String(), inmate.Port)}, nil
}

// life is what runs in the cell now; it waits until there is something.
func (x *cell) life(ctx context.Context) *life {
	for ctx.Err() == nil {
		x.c.r.mu.Lock()
		l := x.m.life
		x.c.r.mu.Unlock()
		if l != nil {
			return l
		}
		pass(ctx, 5*time.Millisecond)
	}
	return nil
}

// serves answers what a process asks of all but the store.
func (x *cell) serves(ctx context.Context, name string, body []byte) (any, error) {
	x.once.Do(func() { close(x.asks) })
	l := x.life(ctx)
	if l == nil {
		return nil, wire.ErrNoAnswer
	}
	switch name {
	case wire.LaunchName:
		return x.launch(), nil
	case wire.NamedName:
		n, err := wire.Read[wire.NameCall](body)
		if err == nil {
			l.named(n.Self)
		}
		return struct{}{}, err
	}
	r, err := wire.Request(name, body)
	if err != nil {
		return nil, err
	}
	w := line{l}
	if q, is := r.(engine.Nodes); is {
		return w.Nodes(ctx, q)
	}
	to, serve := w.whom(r)
	if to == nil {
		return nil, engine.ErrRejected
	}
	reply, err, answered := l.engines(to, r, serve).run(deploy.CallTimeout)
	if !answered {
		return nil, wire.ErrNoAnswer
	}
	return reply, err
}

// launch is what the process is to be.
func (x *cell) launch() wire.Being {
	r := x.c.r
	r.mu.Lock()
	defer r.mu.Unlock()
	l := wire.Being{Engine: r.setup.Engine.Name, Role: engine.WorkerRole, Name: x.m.name, Pool: x.m.pool, Keys: r.setup.Keys,
		Policy: x.m.policy(), Patience: deploy.CallTimeout}
	if x.m.node {
		l.Role, l.Keys = engine.NodeRole, r.served(x.m.pool)
	}
	return l
}

// keeper has what comes to a cell's gate to the store cross.
type keeper struct{ x *cell }

// Pass has a request cross.
func (k keeper) Pass(ctx context.Context, q engine.Request, do func(context.Context) (engine.Reply, error)) (error, bool) {
	l := k.x.life(ctx)
	if l == nil {
		return nil, false
	}
	r := k.x.c.r
	serve := r.observer.serves(func(ctx context.Context, _ engine.Request) (engine.Reply, error) {
		reply, err := do(ctx)
		return reply, gate.Mapped(err)
	})
	c := l.engines(r.store, q, serve)
	if _, is := q.(gate.Plain); is {
		c = l.plain(r.store, q, serve)
	}
	_, err, answered := c.runs(ctx, longest)
	return err, answered
}

// Open holds the news of a watch up for as long as nothing gets through.
func (k keeper) Open(ctx context.Context, back bool) error {
	l := k.x.life(ctx)
	if l == nil {
		return ctx.Err()
	}
	r := k.x.c.r
	x := l.plain(r.store, engine.Await{}, nil)
	for {
		r.mu.Lock()
		f := faults.Fate{Lost: !l.waits(nil)}
		if r.store.frozen != nil || r.store.life == nil {
			f.Lost = true
		}
		if !f.Lost {
			f = fate(l.m, r.store, x.passage(back))
		}
		r.mu.Unlock()
		if !f.Lost {
			x.takes(f)
			return ctx.Err()
		}
		if pass(ctx, 25*time.Millisecond); ctx.Err() != nil || l.ctx.Err() != nil {
			return errGone
		}
	}
}
