package live

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/live/vault"
	"pawl/sim/deploy"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// What is done by hand, past the engine. Which of the store's keys is what, only the engine's
// view can say.

// Delete deletes a thing of a key.
func (s sufferer) Delete(what faults.Thing, key string) bool {
	kv := s.r.thing(what, key)
	return kv != nil && s.r.overwrites(engine.Del(kv.Key))
}

// Garble writes over a thing of a key what nobody can read, under the lease that it has.
func (s sufferer) Garble(what faults.Thing, key string) bool {
	kv := s.r.thing(what, key)
	return kv != nil && s.r.overwrites(engine.Put(kv.Key, []byte("what nobody can read"), kv.Lease))
}

// PutBack makes a key's record what it was some time ago.
func (s sufferer) PutBack(key string, ago time.Duration) (changed bool) {
	stored := s.r.witness.StoredAt(key)
	was := s.r.witness.Stood(stored, s.r.now()-ago)
	if was == nil {
		return false
	}
	changed = !bytes.Equal(was, s.r.observer.stands[stored].Value)
	return s.r.overwrites(engine.Put(stored, was, 0)) && changed
}

// overwrites writes to the store, soon.
func (r *run) overwrites(op engine.Op) bool {
	c := &call{Doing: deploy.Doing{By: deploy.OutsideName, Sent: r.now()}, then: []engine.Op{op}}
	r.observer.calls = append(r.observer.calls, c)
	r.under.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), longest)
		defer cancel()
		do := clientv3.OpDelete(op.Key)
		if op.Kind == engine.OpPut {
			do = clientv3.OpPut(op.Key, string(op.Value), clientv3.WithLease(clientv3.LeaseID(op.Lease)))
		}
		res, err := r.observer.client.Txn(ctx).Then(do).Commit()
		if err != nil {
			r.observer.ended(c, 0, engine.ErrUnknown)
			return
		}
		r.observer.ended(c, res.Header.Revision, nil)
	})
	return true
}

// thing is what the store has of a key; nil if there is none: of entries the last one, and
// any one of stamps and of texts.
func (r *run) thing(what faults.Thing, key string) (found *engine.KV) {
	seq := uint64(0)
	for _, stored := range slices.Sorted(maps.Keys(r.observer.stands)) {
		kv := r.observer.stands[stored]
		of, says := r.witness.Says(stored)
		switch {
		case of != key:
		case what == faults.TheRecord && says.Record != nil, what == faults.AStamp && says.Stamp != nil, what == faults.AText && says.Kept != nil:
			return &kv
		case what == faults.AnEntry && says.Entry != nil && says.Entry.Seq > seq:
			found, seq = &kv, says.Entry.Seq
		}
	}
	return found
}

// DestroyByHand destroys a version's material in the key service, soon.
func (s sufferer) DestroyByHand(of faults.Material, key string) (did bool) {
	r := s.r
	version := map[faults.Material]func(string) uint32{
		faults.OfActive: r.witness.Active, faults.OfNext: r.witness.Next, faults.OfOldest: r.witness.Oldest,
	}[of](key)
	if version == 0 || r.keys.life == nil {
		return false
	}
	how := deploy.Doing{By: deploy.OutsideName, Early: r.now()}
	r.under.Go(func() {
		d, err := r.ground.keys().do(context.Background(), vault.Lose{Key: key, Version: version})
		r.mu.Lock()
		defer r.mu.Unlock()
		if how.At = r.now(); err != nil {
			r.misses("what was destroyed by hand is not known: " + err.Error())
		}
		for _, op := range d.Ops {
			r.witness.Effect(key, checker.Outside{Kind: checker.Destroy, Version: version, Op: op, Accepted: true, Made: true}, how)
		}
	})
	return true
}
