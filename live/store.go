package live

import (
	"context"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/etcd"
)

// The store's side of requests to it: they go to etcd, and what comes of them is told.

// A doing has a request served at the store.
type doing func(context.Context, engine.Request) (engine.Reply, error)

// serves is the store's side of a request that something does there.
func (o *observer) serves(do doing) func(context.Context, *crossing) (engine.Reply, error) {
	return func(ctx context.Context, x *crossing) (engine.Reply, error) {
		switch q := x.request.(type) {
		case engine.Txn:
			return o.txn(ctx, x, &q, do)
		case engine.Grant:
			id, err := do(ctx, q)
			if err == nil {
				o.leased(x, id.(engine.Lease), checker.LeaseGranted, q.TTL)
			}
			return id, err
		case engine.KeepAlive:
			_, err := do(ctx, q)
			if err == nil {
				o.leased(x, q.Lease, checker.LeaseExtended, 0)
			}
			return nil, err
		case engine.Revoke:
			return nil, o.revoke(ctx, x, q, do)
		}
		return do(ctx, x.request)
	}
}

func (o *observer) txn(ctx context.Context, x *crossing, t *engine.Txn, do doing) (engine.Reply, error) {
	if !writes(t.Then) && !writes(t.Else) {
		return do(ctx, *t)
	}
	c := o.begins(&call{Doing: x.doing(), then: t.Then, otherwise: t.Else})
	reply, err := do(ctx, *t)
	var rev int64
	if err == nil {
		if res := reply.(engine.TxnResult); res.Held && writes(t.Then) || !res.Held && writes(t.Else) {
			rev = res.Revision
		}
	}
	o.ended(c, rev, err)
	return reply, err
}

func writes(ops []engine.Op) bool {
	for i := range ops {
		if ops[i].Kind == engine.OpPut || ops[i].Kind == engine.OpDelete {
			return true
		}
	}
	return false
}

func (o *observer) revoke(ctx context.Context, x *crossing, v engine.Revoke, do doing) error {
	c := o.begins(&call{Doing: x.doing(), lease: v.Lease})
	_, err := do(ctx, v)
	o.ended(c, 0, err)
	if err == nil {
		o.leased(x, v.Lease, checker.LeaseRevoked, 0)
	}
	return err
}

// here has a request served at the store by the machine's own way there.
func (w line) here(ctx context.Context, r engine.Request) (engine.Reply, error) {
	way := w.l.m.r.observer.way(w.l.m)
	switch q := r.(type) {
	case engine.Txn:
		res, err := way.Txn(ctx, q)
		return res, err
	case engine.Grant:
		id, err := way.Grant(ctx, q)
		return id, err
	case engine.KeepAlive:
		return nil, way.KeepAlive(ctx, q)
	case engine.Revoke:
		return nil, way.Revoke(ctx, q)
	case engine.Await:
		return w.news(way, q)
	}
	return nil, engine.ErrRejected
}

// way is a machine's to the store.
func (o *observer) way(m *machine) *etcd.Store {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	return o.ways[m]
}

// news waits until there is some, the life that asks ends, or all waits are broken.
func (w line) news(way *etcd.Store, q engine.Await) (engine.Reply, error) {
	ctx, cancel := context.WithCancel(w.l.ctx)
	defer cancel()
	defer context.AfterFunc(w.l.m.r.observer.waiting(), cancel)()
	news, err := way.Await(ctx, q)
	return news, err
}

// waiting is a context that ends when all waits are broken.
func (o *observer) waiting() context.Context {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	return o.waits
}

// leased tells of what became of a lease. One that is extended lives as long as it was
// granted for.
func (o *observer) leased(x *crossing, id engine.Lease, did checker.LeaseEvent, ttl time.Duration) {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	if did == checker.LeaseGranted {
		ttl = max(2*time.Second, (ttl+time.Second-1)/time.Second*time.Second)
		o.ttls[id] = ttl
	}
	if did == checker.LeaseExtended {
		ttl = o.ttls[id]
	}
	o.r.witness.Leased(id, did, ttl, o.noted, x.doing())
}
