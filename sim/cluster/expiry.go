package cluster

import (
	"time"

	"pawl/engine"
	"pawl/sim/deploy"
)

// The life of a lease on the store's machine. Whatever starts its time, or starts it
// again, comes to lives; whatever ends it comes to ends.

// An ending says why a lease is no more.
type ending uint8

const (
	expired ending = iota
	revoked
)

// grant makes a lease.
func (s *storage) grant(ttl time.Duration) (engine.Lease, error) {
	id, err := s.Grant(ttl, s.m.now())
	if err == nil {
		s.lives(id)
	}
	return id, err
}

// keepAlive renews a lease. One that has run out and still lingers is ended first:
// etcd says that a lease is gone only once its keys are.
func (s *storage) keepAlive(id engine.Lease) error {
	err := s.KeepAlive(id, s.m.now())
	switch {
	case err == nil:
		s.lives(id)
	case s.live(id) != nil:
		s.ends(id, expired, "", s.m.c.w.Now())
	}
	return err
}

// revoke ends a lease because somebody asks for it.
func (s *storage) revoke(id engine.Lease, x *exchange) error {
	if s.live(id) == nil {
		return engine.ErrLeaseGone
	}
	s.ends(id, revoked, x.by, x.sent)
	return nil
}

// lives takes it that a lease's time has begun, by a grant, a keep-alive or a new
// leader: by the store's clock it ends when Expires says.
func (s *storage) lives(id engine.Lease) { s.expireLater(id) }

// ends ends a lease that is there, and its keys.
func (s *storage) ends(id engine.Lease, why ending, by string, sent time.Duration) {
	if why == expired {
		s.m.c.w.Emit(s.m.name, deploy.Expired, "", int64(id), 0)
	}
	_ = s.Revoke(id) // it is there
	if s.seen < len(s.log) {
		s.changed(by, sent)
	}
}

// expiry ends a lease when its time has come, unless it was renewed since. Like
// etcd it may be up to half a second late, never early.
type expiry struct {
	s       *storage
	id      engine.Lease
	at      time.Duration // the end it was set for, on the store's clock
	delayed bool
}

// Times of the looking for leases that have run out.
const (
	linger     = 50 * time.Millisecond  // the tenth part of how late one may be found
	standstill = 500 * time.Millisecond // until the next look at a machine that stands still
	furthest   = 24 * time.Hour         // ahead that is looked
)

func (s *storage) expireLater(id engine.Lease) {
	var e *expiry
	if n := len(s.spent); n > 0 {
		e, s.spent = s.spent[n-1], s.spent[:n-1]
	} else {
		e = new(expiry)
	}
	at, _ := s.Expires(id)
	*e = expiry{s: s, id: id, at: at}
	s.m.c.w.After(s.m.clock.lasts(min(at-s.m.now(), furthest)), e)
}

// Run is the end of the lease.
func (e *expiry) Run() {
	s := e.s
	at, live := s.Expires(e.id)
	switch {
	case !live || at != e.at || !s.m.up: // who leads the store next begins anew
		s.spent = append(s.spent, e)
	case s.m.paused:
		s.m.c.w.After(standstill, e)
	case s.m.now() < at: // the clock has changed its rate, or it is far away
		s.expireLater(e.id)
		s.spent = append(s.spent, e)
	case !e.delayed && s.Attached(e.id):
		e.delayed = true
		s.m.c.w.After(time.Duration(s.linger.Choose(10))*linger, e)
	default:
		s.ends(e.id, expired, "", s.m.c.w.Now())
		s.spent = append(s.spent, e)
	}
}
