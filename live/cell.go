package live

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"pawl/engine"
	"pawl/live/box"
	"pawl/live/gate"
	"pawl/live/inmate"
	"pawl/live/wire"
	"pawl/sim/deploy"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

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
