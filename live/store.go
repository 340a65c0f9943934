package live

import (
	"context"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// The store's side of requests to it: they go to etcd, and what comes of them is told.

func (o *observer) txn(ctx context.Context, x *crossing) (engine.Reply, error) {
	t := x.request.(engine.Txn)
	if !writes(t.Then) && !writes(t.Else) {
		res, err := o.ways[x.life.m].Txn(ctx, t)
		return res, err
	}
	c := o.begins(&call{Doing: x.doing(), then: t.Then, otherwise: t.Else})
	res, err := o.ways[x.life.m].Txn(ctx, t)
	var rev int64
	if err == nil && (res.Held && writes(t.Then) || !res.Held && writes(t.Else)) {
		rev = res.Revision
	}
	o.ended(c, rev, err)
	return res, err
}

func writes(ops []engine.Op) bool {
	for i := range ops {
		if ops[i].Kind == engine.OpPut || ops[i].Kind == engine.OpDelete {
			return true
		}
	}
	return false
}

// await waits for news, until the life that asks ends, or all waits are broken.
func (o *observer) await(_ context.Context, x *crossing) (engine.Reply, error) {
	ctx, cancel := context.WithCancel(x.life.ctx)
	defer cancel()
	o.r.mu.Lock()
	broken := o.broken
	o.r.mu.Unlock()
	go func() {
		select {
		case <-broken:
			cancel()
		case <-ctx.Done():
		}
	}()
	news, err := o.ways[x.life.m].Await(ctx, x.request.(engine.Await))
	return news, err
}

func (o *observer) grant(ctx context.Context, x *crossing) (engine.Reply, error) {
	ttl := x.request.(engine.Grant).TTL
	id, err := o.ways[x.life.m].Grant(ctx, engine.Grant{TTL: ttl})
	if err == nil {
		o.leased(x, id, checker.LeaseGranted, ttl)
	}
	return id, err
}

func (o *observer) keepAlive(ctx context.Context, x *crossing) (engine.Reply, error) {
	k := x.request.(engine.KeepAlive)
	err := o.ways[x.life.m].KeepAlive(ctx, k)
	if err == nil {
		o.leased(x, k.Lease, checker.LeaseExtended, 0)
	}
	return nil, err
}

func (o *observer) revoke(ctx context.Context, x *crossing) (engine.Reply, error) {
	v := x.request.(engine.Revoke)
	c := o.begins(&call{Doing: x.doing(), lease: v.Lease})
	err := o.ways[x.life.m].Revoke(ctx, v)
	o.ended(c, 0, err)
	if err == nil {
		o.leased(x, v.Lease, checker.LeaseRevoked, 0)
	}
	return nil, err
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
