package cluster

import (
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// The life of a lease on the store's machine. Whatever starts its time, or starts it
// again, comes to lives; whatever ends it comes to ends.

// grant makes a lease.
func (s *storage) grant(ttl time.Duration, how deploy.Doing) (engine.Lease, error) {
	id, err := s.Grant(ttl, s.m.now())
	if err == nil {
		s.lives(id, checker.LeaseGranted, how)
	}
	return id, err
}

// keepAlive renews a lease. One that has run out and still lingers is ended first:
// etcd says that a lease is gone only once its keys are.
func (s *storage) keepAlive(id engine.Lease, how deploy.Doing) error {
	err := s.KeepAlive(id, s.m.now())
	switch {
	case err == nil:
		s.lives(id, checker.LeaseExtended, how)
	case s.live(id) != nil:
		s.ends(id, checker.LeaseExpired, s.m.doing())
	}
	return err
}

// revoke ends a lease because somebody asks for it.
func (s *storage) revoke(id engine.Lease, how deploy.Doing) error {
	if s.live(id) == nil {
		return engine.ErrLeaseGone
	}
	s.ends(id, checker.LeaseRevoked, how)
	return nil
}

// lives takes it that a lease's time has begun: by a grant, or again by a keep-alive
// or a new leader.
func (s *storage) lives(id engine.Lease, did checker.LeaseEvent, how deploy.Doing) {
	s.expireLater(id)
	at, _ := s.Expires(id)
	s.leased(id, did, at-s.m.now(), how)
}

// leased tells of what becomes of a lease.
func (s *storage) leased(id engine.Lease, did checker.LeaseEvent, ttl time.Duration, how deploy.Doing) {
	s.m.c.witness.Leased(id, did, ttl, s.rev, how)
	if s.backups != nil {
		s.backups.lived(id, did, how.At)
	}
}

// ends ends a lease that is there, and its keys.
func (s *storage) ends(id engine.Lease, did checker.LeaseEvent, how deploy.Doing) {
	if did == checker.LeaseExpired {
		s.m.c.w.Emit(s.m.name, deploy.Expired, "", int64(id), 0)
	}
	_ = s.Revoke(id) // it is there
	s.leased(id, did, 0, how)
	if s.seen < len(s.log) {
		s.changed(how)
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
		s.ends(e.id, checker.LeaseExpired, s.m.doing())
		s.spent = append(s.spent, e)
	}
}
