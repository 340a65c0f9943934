package cluster

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// backups are copies of the store's data of every moment since the first one, which is of
// when each key had a version that was in use. They are kept where they will be needed.
type backups struct {
	first   time.Duration // 0: there is none yet
	changes []dated
	leases  map[engine.Lease]*span // looked up only
}

// dated is a change with its time.
type dated struct {
	at time.Duration
	deploy.Change
}

// span is when a lease was there.
type span struct{ granted, ended time.Duration }

// BackUp has copies of the store's data be kept.
func (c *cluster) BackUp() {
	c.store.backups = &backups{leases: map[engine.Lease]*span{}}
}

// Rewind ends the store, and puts its data back to what they were some time ago, or to the
// oldest copy.
func (c *cluster) Rewind(ago time.Duration, silently bool) (start func()) {
	s := c.store
	if !s.m.up || s.backups.first == 0 {
		return nil
	}
	s.m.crashes()
	generation := s.generation
	s.putBack(s.backups, max(c.w.Now()-ago, s.backups.first))
	if silently {
		s.generation = generation
	}
	return func() { c.Restart(s.m.name) }
}

// take keeps what changes; of keys that are not in use yet there is no copy to go back to.
func (b *backups) take(fresh []deploy.Change, s *storage) {
	now := s.m.c.w.Now()
	for i := range fresh {
		b.changes = append(b.changes, dated{now, fresh[i]})
	}
	unused := func(key string) bool { return s.m.c.witness.Oldest(key) == 0 }
	if b.first == 0 && !slices.ContainsFunc(s.m.c.setup.Keys, unused) {
		b.first = now
	}
}

// lived notes that a lease is there, or has ended.
func (b *backups) lived(id engine.Lease, did checker.LeaseEvent, now time.Duration) {
	switch did {
	case checker.LeaseGranted:
		b.leases[id] = &span{now, never}
	case checker.LeaseExpired, checker.LeaseRevoked:
		b.leases[id].ended = now
	}
}

// had says whether a lease was there at a time.
func (b *backups) had(id engine.Lease, at time.Duration) bool {
	l := b.leases[id]
	return l.granted <= at && at < l.ended
}

// putBack makes the data of the store, which is down, what they were at a time. Revisions go
// on far above all that there were, and what was before is forgotten.
func (s *storage) putBack(b *backups, to time.Duration) {
	old := s.Store
	s.Store = old.back(b, to)
	s.rev += deploy.Beyond
	s.compacted = s.rev
	s.lost = deploy.ChangesTo(old.keys, s.keys, (*entry).kv, s.rev)
	s.seen, s.anew = len(s.log), true
}

// back is the store with its keys and leases as of a time.
func (s *Store) back(b *backups, to time.Duration) *Store {
	past := &Store{rev: s.rev, generation: s.generation + 1, byName: map[string]*entry{}, leases: slices.Clone(s.leases)}
	for i := range b.changes {
		if b.changes[i].at <= to {
			past.log = append(past.log, b.changes[i].Change)
		}
	}
	then := past.at(s.rev)
	past.keys, past.byName, past.log = then.keys, then.byName, nil
	for i := range past.leases {
		l := &past.leases[i]
		l.gone, l.keys, l.expires = !b.had(engine.Lease(i+1), to), nil, never
	}
	for _, e := range past.keys { // what a read of the past needs
		past.log = append(past.log, deploy.Change{Revision: e.Mod, KV: e.KV})
		if e.Lease != 0 {
			l := &past.leases[e.Lease-1]
			l.keys = append(l.keys, e.Key)
		}
	}
	return past
}

// kv is what a key of the store holds.
func (e *entry) kv() *engine.KV { return &e.KV }

// startsAnew is the start of a store that was put back: what that has changed is there to be
// seen, and copies are kept anew.
func (s *storage) startsAnew() {
	lost, how := s.lost, s.m.doing()
	s.lost, s.anew = nil, false
	s.m.c.w.Emit(s.m.name, deploy.PutBack, "", s.rev, int64(s.generation))
	s.m.c.witness.PutBack(s.rev, how)
	s.m.c.witness.Wrote(lost, how)
	b := &backups{first: how.At, leases: map[engine.Lease]*span{}}
	for _, e := range s.keys {
		b.changes = append(b.changes, dated{how.At, deploy.Change{Revision: e.Mod, KV: e.KV}})
	}
	for i := range s.leases {
		ended := never
		if s.leases[i].gone {
			ended = 0
		}
		b.leases[engine.Lease(i+1)] = &span{0, ended}
	}
	s.backups = b
}
