package engine

import (
	"errors"
	"time"
)

// Agent is the engine on one node: it keeps the node's stamps and material, and
// seals and opens while the stamps allow it.
type Agent struct {
	env    Env
	rights func(*Record) Rights
	rings  []*ring
}

// NewAgent starts a node; rights says what a new stamp may carry.
func NewAgent(env Env, rights func(*Record) Rights) *Agent {
	return &Agent{env: env, rights: rights}
}

// ring is what a node knows and holds of one key.
type ring struct {
	a      *Agent
	key    string
	record string // where the record is stored

	rec      Record // as last seen
	mod, rev int64  // revision of the record, and of the store when it was seen

	held     *Keyring
	erased   []uint32 // versions this start of the node has wiped from its disk
	told     int      // how many of erased the store knows of
	unsynced bool     // something on the disk may not be durable yet

	// What the node lives by. It is narrowed before a grant is sent, widened for
	// opening at the same time, and for sealing only when the reply has come
	// (rule 3).
	seal    uint32
	opens   []uint32
	lives   uint64 // Rev of the stamp that is lived by
	stood   uint64 // Rev of the open stamp that is known to stand, 0 when that is not known
	granted int64  // revision of the record that the stamps in force were granted under

	sealing, opening stamped
}

// stamped is one of the two stamps in the store, as the node knows it.
type stamped struct {
	name  string
	ttl   time.Duration
	mod   int64 // revision of the stamp, 0 when there is none
	lease Lease // that the stamp in force, or the next one, hangs on
	until time.Duration
	// renewed is the end of a lease that is granted but not yet under a stamp.
	renewed time.Duration
}

// stands says whether the stamp may still be relied on.
func (s *stamped) stands(now time.Duration) bool { return now < s.until }

// Run keeps the node fit to serve a key.
func (a *Agent) Run(key string) {
	r := &ring{a: a, key: key, record: recordKey(key)}
	r.sealing = stamped{name: sealStampKey(key, a.env.Name, a.env.Boot), ttl: a.env.Policy.SealLease}
	r.opening = stamped{name: openStampKey(key, a.env.Name, a.env.Boot), ttl: a.env.Policy.OpenLease}
	r.register()
	a.rings = append(a.rings, r)
	for n := 0; ; {
		err := r.keep()
		if err == nil {
			n = 0
			err = r.await()
		}
		if err != nil && err != errMoved {
			a.env.Clock.Sleep(backoff(&a.env.Policy, n))
			n++
		}
	}
}

// ring finds the node's ring for a key; nil before it has joined.
func (a *Agent) ring(key string) *ring {
	for _, r := range a.rings {
		if r.key == key {
			return r
		}
	}
	return nil
}

// register makes this start of the node known. The revision it gets is unique in
// the store's life, which makes it the root of nonces that are never used twice,
// whatever an old disk says.
func (r *ring) register() {
	env := &r.a.env
	for n := 0; ; n++ {
		res, err := env.Store.Txn(Txn{Then: []Op{r.present(), Get(r.record)}})
		if err == nil {
			r.held = NewKeyring(r.key, uint64(res.Revision))
			r.see(first(res.Reads[0]), res.Revision)
			return
		}
		env.Clock.Sleep(backoff(&env.Policy, n))
	}
}

// present is the put that says that the node is there and what it has erased.
func (r *ring) present() Op {
	p := presence{Boot: r.a.env.Boot, Erased: r.erased}
	return Put(nodeKey(r.key, r.a.env.Name), p.encode(), 0)
}

// see takes a newer state of the record.
func (r *ring) see(kv KV, rev int64) {
	r.rev = max(r.rev, rev)
	if kv.Mod <= r.mod {
		return
	}
	if rec, err := decodeRecord(kv.Value); err == nil {
		r.rec, r.mod = rec, kv.Mod
	}
}

// await waits for the record to change or for a stamp to need renewal.
func (r *ring) await() error {
	wait := r.due() - r.a.env.Clock.Now()
	if wait <= 0 {
		return nil
	}
	kvs, rev, err := r.a.env.Store.Await(r.record, r.rev, wait)
	if err != nil {
		if errors.Is(err, ErrCompacted) {
			return r.learn() // read instead of waiting to be told
		}
		return err
	}
	for _, kv := range kvs {
		r.see(kv, rev)
	}
	r.rev = max(r.rev, rev)
	return nil
}

// due is when a stamp has to be renewed: after half of its life, which leaves
// time for a renewal that fails and another.
func (r *ring) due() time.Duration {
	if !r.stamped() {
		return r.a.env.Clock.Now() + r.a.env.Policy.SealLease
	}
	return min(r.sealing.until-r.sealing.ttl/2, r.opening.until-r.opening.ttl/2)
}

// stamped says that this start of the node has had a stamp.
func (r *ring) stamped() bool { return r.sealing.mod != 0 || r.opening.mod != 0 }
