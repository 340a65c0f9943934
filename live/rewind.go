package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// The store is put back as people do it: a snapshot of etcd, taken while it ran, is restored while
// it is down. What it told up to then was heard before, and what it holds from then on is read, so
// that the observer misses nothing.

// A backup is a copy of the store's data.
type backup struct {
	at   time.Duration // by then it was made
	file string
}

// copyEvery is how much older a copy may be than what was asked for.
const copyEvery = 200 * time.Millisecond

// BackUp has copies of the store's data be kept.
func (s within) BackUp() { s.r.backsUp = true }

// Rewind ends the store, and puts its data back to what they were some time ago, or to the oldest
// copy, which is of when each key had a version in use.
func (s within) Rewind(ago time.Duration, silently bool) (start func()) {
	r := s.r
	p := r.ground.(*plot)
	if r.store.life == nil || len(p.backups) == 0 {
		return nil
	}
	file := p.backups[0].file
	for _, b := range p.backups {
		if b.at <= r.now()-ago {
			file = b.file
		}
	}
	r.store.crashes()
	done := make(chan error, 1)
	r.under.Go(func() { done <- r.observer.putsBack(p, file, silently) })
	return func() {
		r.under.Go(func() {
			err := <-done
			if err == nil {
				err = r.observer.startsAnew(p)
			}
			if err != nil {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.misses("the store is not what it was: " + err.Error())
			}
		})
	}
}

// copiesStore makes copies of the store's data for as long as the run goes on.
func (r *run) copiesStore() {
	p := r.ground.(*plot)
	for n := 0; r.ctx.Err() == nil; pass(r.ctx, copyEvery) {
		r.mu.Lock()
		unused := func(key string) bool { return r.witness.Oldest(key) == 0 }
		ready := r.store.life != nil && !slices.ContainsFunc(r.setup.Keys, unused)
		r.mu.Unlock()
		if !ready {
			continue
		}
		n++
		file := filepath.Join(p.dir, fmt.Sprintf("backup-%d", n))
		if err := r.observer.copied(r.ctx, file); err != nil {
			continue // it was put back meanwhile, or the run is over
		}
		r.mu.Lock()
		p.backups = append(p.backups, backup{r.now(), file})
		r.mu.Unlock()
	}
}

// copied makes one copy.
func (o *observer) copied(ctx context.Context, file string) error {
	from, err := o.client.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// putsBack stops the store, whose machine is down, once all that it had to tell was heard, and
// puts a copy in its place.
func (o *observer) putsBack(p *plot, file string, silently bool) error {
	for _, way := range o.ways { // who waits at them would keep the store from stopping
		way.Close()
	}
	o.settle()
	o.r.mu.Lock()
	o.settled = false
	o.calls = nil // they are all over
	o.r.mu.Unlock()
	o.hangsUp()
	p.store.Stop()
	token := p.store.Token()
	if !silently {
		token += "+"
	}
	return p.store.Restore(file, file+"-restored", token, deploy.Beyond)
}

// startsAnew starts the store again, and tells of what has become another than it was.
func (o *observer) startsAnew(p *plot) error {
	if err := p.store.Start(); err != nil {
		return err
	}
	ways, err := o.r.waysTo(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	held, err := o.client.Get(ctx, "\x00", clientv3.WithFromKey())
	if err != nil {
		return err
	}
	leases, err := o.leases(ctx)
	if err != nil {
		return err
	}
	o.r.mu.Lock()
	o.ways = ways
	o.r.store.boots()
	o.holds(held, leases)
	from := o.last + 1
	o.r.mu.Unlock()
	return o.watches(from)
}

// A left is a lease that was left in a copy, and how long it lives.
type left struct {
	id  engine.Lease
	ttl time.Duration
}

// leases are those that the store has.
func (o *observer) leases(ctx context.Context) (all []left, err error) {
	listed, err := o.client.Leases(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range listed.Leases {
		is, err := o.client.TimeToLive(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		if is.TTL > 0 {
			all = append(all, left{engine.Lease(l.ID), time.Duration(is.GrantedTTL) * time.Second})
		}
	}
	return all, nil
}

// holds tells the witness of what the store holds since it was put back, as the store's own doing.
func (o *observer) holds(held *clientv3.GetResponse, leases []left) {
	now, rev := o.r.now(), held.Header.Revision
	how := deploy.Doing{By: o.r.store.selfName(), Early: now, At: now}
	is := map[string]engine.KV{}
	for _, kv := range held.Kvs {
		is[string(kv.Key)] = kvOf(kv)
	}
	o.r.witness.PutBack(rev, how)
	if changed := deploy.ChangesTo(inOrder(o.stands), inOrder(is), func(kv *engine.KV) *engine.KV { return kv }, rev); len(changed) > 0 {
		o.r.witness.Wrote(changed, how)
	}
	o.stands, o.told, o.last, o.noted, o.early = is, nil, rev, rev, now
	for _, l := range leases { // the time of each begins again
		o.ttls[l.id] = l.ttl
		o.r.witness.Leased(l.id, checker.LeaseExtended, l.ttl, rev, how)
	}
}

// inOrder is a state of the store, in the order of keys.
func inOrder(state map[string]engine.KV) (all []*engine.KV) {
	for _, key := range slices.Sorted(maps.Keys(state)) {
		kv := state[key]
		all = append(all, &kv)
	}
	return all
}
