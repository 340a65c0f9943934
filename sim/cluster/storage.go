package cluster

import (
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// storage is the store on its machine: it gives it time, expires leases, wakes
// watchers, and shows the witness every change.
type storage struct {
	*Store
	m        *machine
	linger   *sim.Source // how late a lease that ran out is revoked
	watchers []*message
	seen     int       // how much of the log was shown
	spent    []*expiry // whose lease has ended: to be used again
}

// serve takes a request.
func (s *storage) serve(m *message) {
	switch r := m.x.request.(type) {
	case engine.Txn:
		res, err := s.txn(r, m.x)
		m.answer(res, err, res.Revision, truth(res.Held))
	case engine.Await:
		s.watch(m, r)
	case engine.Grant:
		id := s.Grant(r.TTL, s.m.now())
		s.expireLater(id)
		s.m.c.witness.Leased(id, checker.LeaseGranted, s.live(id).ttl, s.rev, m.x.doing())
		m.answer(id, nil, int64(id), 0)
	case engine.KeepAlive:
		err := s.keepAlive(r.Lease, m.x.doing())
		m.answer(nil, err, int64(r.Lease), truth(err == nil))
	case engine.Revoke:
		err := s.revoke(r.Lease, checker.LeaseRevoked, m.x.doing())
		m.answer(nil, err, int64(r.Lease), truth(err == nil))
	default:
		m.answer(nil, engine.ErrRejected, 0, 0)
	}
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// txn runs a transaction, and tells of it.
func (s *storage) txn(t engine.Txn, x *exchange) (engine.TxnResult, error) {
	before := s.rev
	res, err := s.Txn(t)
	if s.rev != before {
		s.changed(x.doing())
	}
	return res, err
}

// changed shows what is new in the log to the witness and to those who wait.
func (s *storage) changed(how deploy.Doing) {
	fresh := s.log[s.seen:]
	s.seen = len(s.log)
	w := s.m.c.w
	for i := range fresh {
		kv := &fresh[i].KV
		w.Emit(s.m.name, deploy.Written, kv.Key, fresh[i].Revision, int64(xxhash.Sum64(kv.Value)))
	}
	s.m.c.witness.Wrote(fresh, how)
	s.wake(fresh)
}

func (s *storage) wake(fresh []deploy.Change) {
	left := s.watchers[:0]
	for _, m := range s.watchers {
		switch wait := m.x.request.(engine.Await); {
		case m.x.gone():
		case touches(fresh, wait.Prefix):
			s.tell(m, wait)
		default:
			left = append(left, m)
		}
	}
	clear(s.watchers[len(left):])
	s.watchers = left
}

func touches(fresh []deploy.Change, prefix string) bool {
	for i := range fresh {
		if strings.HasPrefix(fresh[i].KV.Key, prefix) {
			return true
		}
	}
	return false
}

// watch answers a wait at once if something has changed already, else when it does.
func (s *storage) watch(m *message, wait engine.Await) {
	if s.changedSince(wait.Prefix, wait.After) {
		s.tell(m, wait)
		return
	}
	s.watchers = append(s.watchers, m)
}

// tell answers a wait with what has changed.
func (s *storage) tell(m *message, wait engine.Await) {
	m.answer(engine.News{KVs: s.Since(wait.Prefix, wait.After), Revision: s.rev}, nil, s.rev, 0)
}

// keepAlive renews a lease. One that has run out and still lingers is ended first:
// etcd says that a lease is gone only once its keys are.
func (s *storage) keepAlive(id engine.Lease, how deploy.Doing) error {
	err := s.KeepAlive(id, s.m.now())
	if err == nil {
		s.expireLater(id)
		s.m.c.witness.Leased(id, checker.LeaseExtended, s.live(id).ttl, s.rev, how)
		return nil
	}
	if s.live(id) != nil {
		_ = s.revoke(id, checker.LeaseExpired, s.m.doing()) // it is there
	}
	return err
}

func (s *storage) revoke(id engine.Lease, why checker.LeaseEvent, how deploy.Doing) error {
	err := s.Revoke(id)
	if err == nil {
		s.m.c.witness.Leased(id, why, 0, s.rev, how)
	}
	if s.seen < len(s.log) {
		s.changed(how)
	}
	return err
}

// expiry ends a lease when its time has come, unless it was renewed since. Like
// etcd it may be up to half a second late, never early.
type expiry struct {
	s       *storage
	id      engine.Lease
	at      time.Duration // the end it was set for, on the store's clock
	delayed bool
}

func (s *storage) expireLater(id engine.Lease) {
	var e *expiry
	if n := len(s.spent); n > 0 {
		e, s.spent = s.spent[n-1], s.spent[:n-1]
	} else {
		e = new(expiry)
	}
	at, _ := s.Expires(id)
	*e = expiry{s: s, id: id, at: at}
	s.m.c.w.After(s.m.clock.lasts(at-s.m.now()), e)
}

// Run is the end of the lease.
func (e *expiry) Run() {
	s := e.s
	at, live := s.Expires(e.id)
	switch {
	case !live || at != e.at:
		s.spent = append(s.spent, e)
	case s.m.now() < at: // the clock has changed its rate
		s.expireLater(e.id)
	case !e.delayed && s.Attached(e.id):
		e.delayed = true
		s.m.c.w.After(time.Duration(s.linger.Choose(10))*50*time.Millisecond, e)
	default:
		s.m.c.w.Emit(s.m.name, deploy.Expired, "", int64(e.id), 0)
		_ = s.revoke(e.id, checker.LeaseExpired, s.m.doing()) // it is there
		s.spent = append(s.spent, e)
	}
}
