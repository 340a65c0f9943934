package cluster

import (
	"time"

	"pawl/engine"
	"pawl/sim"
)

// callTimeout is how long a port waits for an answer before it says unknown.
const callTimeout = time.Second

// ports are the engine's ports on one machine. Each call is a message to the
// store, the key service, a node or the pager, and a scheduling point; only the
// clock is read on the spot.
type ports struct{ m *machine }

// Now is the machine's monotonic clock.
func (p *ports) Now() time.Duration {
	if proc := p.m.c.w.Current(); proc != nil {
		proc.Check()
	}
	return p.m.now()
}

// Sleep waits on the machine's own clock.
func (p *ports) Sleep(d time.Duration) { p.m.c.w.Current().Sleep(p.m.clock.lasts(d)) }

// Txn sends a transaction to the store.
func (p *ports) Txn(t engine.Txn) (engine.TxnResult, error) {
	c := p.m.c
	k := &txnCall{txn: t, by: p.m.self, at: c.w.Now()}
	k.call = call{to: c.store.m, server: k}
	k.call.what, k.call.moments = c.meaning(p.m, t)
	if !p.m.ask(&k.call, callTimeout) {
		return engine.TxnResult{}, engine.ErrUnknown
	}
	return k.res, k.err
}

// txnCall is a transaction on its way, one allocation for all of it: a run makes
// a thousand.
type txnCall struct {
	call
	txn engine.Txn
	by  string
	at  time.Duration // when it was sent
	res engine.TxnResult
	err error
}

func (t *txnCall) serve(k *call) {
	t.res, t.err = k.c.store.txn(t.txn, t.by, t.at)
	k.a, k.b = t.res.Revision, truth(t.res.Held)
	k.reply()
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Await waits at the store for a change. When the wait is over without one
// nothing was learned, not even that the store can be reached: as with a watch.
func (p *ports) Await(prefix string, after int64, wait time.Duration) ([]engine.KV, int64, error) {
	k := &awaitCall{prefix: prefix, after: after}
	k.call = call{to: p.m.c.store.m, what: "await", server: k}
	if !p.m.ask(&k.call, p.m.clock.lasts(wait)) {
		return nil, after, nil
	}
	return k.kvs, k.rev, nil
}

// awaitCall is a wait for a change, at the store while it lasts.
type awaitCall struct {
	call
	prefix string
	after  int64
	kvs    []engine.KV
	rev    int64
}

func (a *awaitCall) serve(*call) { a.c.store.watch(a) }

// tell answers with what has changed.
func (a *awaitCall) tell(s *storage) {
	a.kvs, a.rev = s.Since(a.prefix, a.after), s.rev
	a.a = s.rev
	a.reply()
}

// Grant asks for a lease.
func (p *ports) Grant(ttl time.Duration) (l engine.Lease, err error) {
	c := p.m.c
	var ms moments
	if p.m.serving != nil {
		ms = known.lease
	}
	answered := p.m.call(c.store.m, "grant", callTimeout, ms, func(k *call) {
		l = c.store.grant(ttl)
		k.a = int64(l)
		k.reply()
	})
	if !answered {
		return 0, engine.ErrUnknown
	}
	return l, nil
}

// KeepAlive renews a lease.
func (p *ports) KeepAlive(l engine.Lease) error {
	return p.toLease("keep-alive", l, p.m.c.store.keepAlive)
}

// Revoke ends a lease.
func (p *ports) Revoke(l engine.Lease) error { return p.toLease("revoke", l, p.m.c.store.revoke) }

func (p *ports) toLease(what string, l engine.Lease, do func(engine.Lease) error) (err error) {
	answered := p.m.call(p.m.c.store.m, what, callTimeout, moments{}, func(k *call) {
		err = do(l)
		k.a, k.b = int64(l), truth(err == nil)
		k.reply()
	})
	if !answered {
		return engine.ErrUnknown
	}
	return err
}

// Create asks the key service to make a version.
func (p *ports) Create(op, key string, version uint32, fence uint64) (made engine.Made, err error) {
	c := p.m.c
	by, sent := p.m.self, c.w.Now()
	answered := p.m.call(c.keys.m, "mint", callTimeout, known.mint, func(k *call) {
		var isNew bool
		made, isNew, err = c.keys.create(op, key, version, fence)
		c.observe.effect(effect{kind: "mint", key: key, version: version, op: op, by: by, fence: fence,
			print: made.Print, sent: sent, accepted: err == nil, made: isNew})
		k.a, k.b = int64(version), truth(isNew)
		k.reply()
	})
	if !answered {
		return engine.Made{}, engine.ErrUnknown
	}
	return made, err
}

// Lookup reads an operation id back.
func (p *ports) Lookup(op string) (made engine.Made, found bool, err error) {
	c := p.m.c
	answered := p.m.call(c.keys.m, "lookup", callTimeout, moments{}, func(k *call) {
		made, found = c.keys.lookup(op)
		k.a, k.b = truth(found), truth(made.Destroyed)
		k.reply()
	})
	if !answered {
		return engine.Made{}, false, engine.ErrUnknown
	}
	return made, found, nil
}

// Destroy asks the key service to destroy what an operation made.
func (p *ports) Destroy(op, key string, version uint32, fence uint64) (err error) {
	c := p.m.c
	by, sent := p.m.self, c.w.Now()
	answered := p.m.call(c.keys.m, "destroy", callTimeout, known.destroy, func(k *call) {
		var did bool
		did, err = c.keys.destroy(op, key, version, fence)
		c.observe.effect(effect{kind: "destroy", key: key, version: version, op: op, by: by, fence: fence,
			sent: sent, accepted: err == nil, made: did})
		k.a, k.b = int64(version), truth(did)
		k.reply()
	})
	if !answered {
		return engine.ErrUnknown
	}
	return err
}

// Fetch gets material.
func (p *ports) Fetch(key string, version uint32) (m engine.Material, err error) {
	c := p.m.c
	answered := p.m.call(c.keys.m, "fetch", callTimeout, moments{}, func(k *call) {
		m, err = c.keys.fetch(key, version)
		k.a, k.b = int64(version), truth(err == nil)
		k.reply()
	})
	if !answered {
		return engine.Material{}, engine.ErrUnknown
	}
	return m, err
}

// Nodes lists the nodes of a pool, or of all for "".
func (p *ports) Nodes(pool string) []string {
	var names []string
	for _, m := range p.m.c.nodes {
		if pool == "" || m.pool == pool {
			names = append(names, m.name)
		}
	}
	return names
}

// Push sends a command to a node, which handles it in a process of its own.
func (p *ports) Push(node string, cmd engine.Command) (err error) {
	c := p.m.c
	to := c.machine(node)
	if to == nil || to.start == nil {
		return engine.ErrRejected
	}
	by, sent := p.m.self, c.w.Now()
	answered := p.m.call(to, "push "+string(cmd.Verb), callTimeout, moments{}, func(k *call) {
		to.spawn(func(*sim.Proc) {
			err = to.serving.Push(cmd)
			c.observe.effect(effect{kind: string(cmd.Verb), key: cmd.Key, version: cmd.Version, by: by, node: node,
				window: cmd.Window, fence: cmd.Fence, sent: sent, accepted: err == nil, made: err == nil})
			k.a, k.b = int64(cmd.Version), truth(err == nil)
			k.reply()
		})
	})
	if !answered {
		return engine.ErrUnknown
	}
	return err
}

// Page reaches the operator's pager.
func (p *ports) Page(a engine.Alert) error {
	c := p.m.c
	answered := p.m.call(c.operator, "page", callTimeout, moments{}, func(k *call) {
		c.paged(a)
		k.reply()
	})
	if !answered {
		return engine.ErrUnknown
	}
	return nil
}

// The disk costs time but no network.
const (
	diskTime = 100 * time.Microsecond
	syncTime = 2 * time.Millisecond
)

// Read reads a file.
func (p *ports) Read(name string) ([]byte, bool, error) {
	p.m.c.w.Current().Sleep(diskTime)
	data, found := p.m.disk.read(name)
	return data, found, nil
}

// Write writes a file; it is durable after Sync.
func (p *ports) Write(name string, data []byte) error {
	p.m.c.w.Current().Sleep(diskTime)
	p.m.c.w.Emit(p.m.name, "disk-write", name, int64(len(data)), 0)
	p.m.disk.write(name, data)
	return nil
}

// Remove removes a file; that is durable after Sync.
func (p *ports) Remove(name string) error {
	p.m.c.w.Current().Sleep(diskTime)
	p.m.disk.remove(name)
	return nil
}

// Sync makes durable what was written.
func (p *ports) Sync() error {
	p.m.c.w.Current().Sleep(syncTime)
	p.m.c.w.Emit(p.m.name, "disk-sync", "", 0, 0)
	p.m.disk.sync()
	return nil
}
