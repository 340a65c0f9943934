package cluster

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"time"

	"pawl/engine"
	"pawl/sim"
)

// storage is the store on its machine: it gives it time, expires leases, wakes
// watchers, and shows the observer every change.
type storage struct {
	*Store
	m        *machine
	linger   *sim.Source // how late a lease that ran out is revoked
	watchers []*awaitCall
	seen     int // how much of the log was shown
}

// txn runs a transaction, and tells of it.
func (s *storage) txn(t engine.Txn, by string, sent time.Duration) (engine.TxnResult, error) {
	before := s.rev
	res, err := s.Txn(t)
	if s.rev != before {
		s.changed(by, sent)
	} else if err == nil && !res.Held {
		s.m.c.observe.refused(t, by)
	}
	return res, err
}

// changed shows what is new in the log to the observer and to those who wait.
func (s *storage) changed(by string, sent time.Duration) {
	fresh := s.log[s.seen:]
	s.seen = len(s.log)
	for i := range fresh {
		kv := &fresh[i].kv
		s.m.c.w.Emit("store", "write", kv.Key, fresh[i].rev, digest(kv.Value))
	}
	s.m.c.observe.wrote(fresh, by, sent)
	s.wake(fresh)
}

func (s *storage) wake(fresh []change) {
	left := s.watchers[:0]
	for _, w := range s.watchers {
		switch {
		case w.gone():
		case touches(fresh, w.prefix):
			w.tell(s)
		default:
			left = append(left, w)
		}
	}
	clear(s.watchers[len(left):])
	s.watchers = left
}

func touches(fresh []change, prefix string) bool {
	for i := range fresh {
		if strings.HasPrefix(fresh[i].kv.Key, prefix) {
			return true
		}
	}
	return false
}

// watch answers a wait at once if something has changed already, else when it does.
func (s *storage) watch(a *awaitCall) {
	if len(s.Since(a.prefix, a.after)) > 0 {
		a.tell(s)
		return
	}
	s.watchers = append(s.watchers, a)
}

// grant makes a lease and sees to its end.
func (s *storage) grant(ttl time.Duration) engine.Lease {
	id := s.Grant(ttl, s.m.now())
	s.expireLater(id)
	return id
}

// keepAlive renews a lease. One that has run out and still lingers is ended first:
// etcd says that a lease is gone only once its keys are.
func (s *storage) keepAlive(id engine.Lease) error {
	err := s.KeepAlive(id, s.m.now())
	if err == nil {
		s.expireLater(id)
		return nil
	}
	if s.live(id) != nil {
		s.revoke(id)
	}
	return err
}

func (s *storage) revoke(id engine.Lease) error {
	err := s.Revoke(id)
	if s.seen < len(s.log) {
		s.changed("", s.m.c.w.Now())
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
	at, _ := s.Expires(id)
	s.m.c.w.After(s.m.clock.lasts(at-s.m.now()), &expiry{s: s, id: id, at: at})
}

// Run is the end of the lease.
func (e *expiry) Run() {
	s := e.s
	at, live := s.Expires(e.id)
	switch {
	case !live || at != e.at:
		return
	case s.m.now() < at: // the clock has changed its rate
		s.expireLater(e.id)
	case !e.delayed && s.Attached(e.id):
		e.delayed = true
		s.m.c.w.After(time.Duration(s.linger.Choose(10))*50*time.Millisecond, e)
	default:
		s.m.c.w.Emit("store", "expire", "", int64(e.id), 0)
		s.revoke(e.id)
	}
}

// digest is a short hash of a value, for the trace: eight bytes at a time, each
// mixed in by a multiplication whose halves are folded.
func digest(b []byte) int64 {
	const prime = 0x9E3779B97F4A7C15
	h := uint64(len(b)) * prime
	for ; len(b) >= 8; b = b[8:] {
		h = fold(h^binary.LittleEndian.Uint64(b), prime)
	}
	var last [8]byte
	copy(last[:], b)
	return int64(fold(h^binary.LittleEndian.Uint64(last[:]), prime))
}

func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low + b
}
