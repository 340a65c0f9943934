package live

import (
	"context"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
)

// line is what a process of an engine has in place of the store, the key service, other
// machines and the pager: all of it crosses to whoever serves it.
type line struct{ l *life }

// engines prepares a request of the engine, with the step of a rotation that its view says
// it is.
func (l *life) engines(to *machine, r engine.Request, serve func(context.Context, *crossing) (engine.Reply, error)) *crossing {
	x := &crossing{life: l, to: to, request: r, serve: serve, engines: true}
	if name := l.m.r.setup.Engine.View.Step; name != nil {
		role := engine.WorkerRole
		if l.m.node {
			role = engine.NodeRole
		}
		x.step, x.key = name(role, r)
		x.moments = faults.MomentsAt(x.step)
	}
	return x
}

// asks asks another machine; when no answer comes in time nobody can know what became of it.
func asks[R any](l *life, to *machine, r engine.Request, serve func(context.Context, *crossing) (engine.Reply, error)) (R, error) {
	var none R
	if to == nil {
		return none, engine.ErrRejected
	}
	reply, err, answered := l.engines(to, r, serve).run(deploy.CallTimeout)
	if !answered {
		return none, engine.ErrUnknown
	}
	if err != nil || reply == nil {
		return none, err
	}
	return reply.(R), nil
}

func (w line) store() *machine { return w.l.m.r.store }

// served is the store's side of a request.
func (w line) served() func(context.Context, *crossing) (engine.Reply, error) {
	return w.l.m.r.observer.serves(w.here)
}

func (w line) keys() *machine { return w.l.m.r.keys }

func (w line) Txn(_ context.Context, t engine.Txn) (engine.TxnResult, error) {
	return asks[engine.TxnResult](w.l, w.store(), t, w.served())
}

func (w line) Grant(_ context.Context, g engine.Grant) (engine.Lease, error) {
	return asks[engine.Lease](w.l, w.store(), g, w.served())
}

func (w line) KeepAlive(_ context.Context, k engine.KeepAlive) error {
	_, err := asks[struct{}](w.l, w.store(), k, w.served())
	return err
}

func (w line) Revoke(_ context.Context, v engine.Revoke) error {
	_, err := asks[struct{}](w.l, w.store(), v, w.served())
	return err
}

// Await waits at the store for a change. When the wait is over without one nothing was
// learned, not even that the store can be reached.
func (w line) Await(_ context.Context, a engine.Await) (engine.News, error) {
	reply, err, answered := w.l.engines(w.store(), a, w.served()).run(a.Wait)
	if !answered {
		return engine.News{Revision: a.After}, nil
	}
	if err != nil {
		return engine.News{}, err
	}
	return reply.(engine.News), nil
}

func (w line) Create(_ context.Context, c engine.Create) (engine.Made, error) {
	return asks[engine.Made](w.l, w.keys(), c, w.l.m.r.keysServe)
}

func (w line) Lookup(_ context.Context, k engine.Lookup) (engine.Found, error) {
	return asks[engine.Found](w.l, w.keys(), k, w.l.m.r.keysServe)
}

func (w line) Destroy(_ context.Context, d engine.Destroy) error {
	_, err := asks[struct{}](w.l, w.keys(), d, w.l.m.r.keysServe)
	return err
}

func (w line) Fetch(_ context.Context, f engine.Fetch) (engine.Material, error) {
	return asks[engine.Material](w.l, w.keys(), f, w.l.m.r.keysServe)
}

// Nodes are those that have ever been there.
func (w line) Nodes(_ context.Context, n engine.Nodes) (all []string, _ error) {
	r := w.l.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range r.nodes {
		if !m.absent && (n.Pool == "" || m.pool == n.Pool) {
			all = append(all, m.name)
		}
	}
	return all, nil
}

func (w line) Push(_ context.Context, p engine.Push) error {
	to, serve := w.whom(p)
	_, err := asks[struct{}](w.l, to, p, serve)
	return err
}

func (w line) Page(_ context.Context, p engine.Page) error {
	to, serve := w.whom(p)
	_, err := asks[struct{}](w.l, to, p, serve)
	return err
}

// whom is who serves a request that is not for the store; nil: nobody does.
func (w line) whom(q engine.Request) (*machine, func(context.Context, *crossing) (engine.Reply, error)) {
	r := w.l.m.r
	switch q := q.(type) {
	case engine.Push:
		if to := r.byName[q.Node]; to != nil && to.node {
			return to, pushed
		}
		return nil, nil
	case engine.Page:
		return r.operator.m, r.operator.serve
	}
	return r.keys, r.keysServe
}
