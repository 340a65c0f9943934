package cluster

import (
	"github.com/cespare/xxhash/v2"

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
	replica  *sim.Source // how far behind a stale read is
	outage   *sim.Source // what becomes of a request while there is no leader
	watchers []*message
	seen     int       // how much of the log was shown
	course   []reached // revisions and when; kept only where a region has a replica
	spent    []*expiry // whose lease has ended: to be used again

	elections int        // under way
	waiting   []*message // for a leader

	backups *backups        // nil: none are kept
	anew    bool            // it was put back, and starts with that
	lost    []deploy.Change // what has changed by that
}

// serve takes a request.
func (s *storage) serve(m *message) {
	if s.elections > 0 && !stale(m.x.request) {
		s.unled(m)
		return
	}
	s.do(m)
}

func (s *storage) do(m *message) {
	switch r := m.x.request.(type) {
	case engine.Txn:
		res, err := s.txn(r, m.x)
		m.answer(res, err, res.Revision, truth(res.Held))
	case engine.Await:
		s.watch(m, r)
	case engine.Grant:
		id, err := s.grant(r.TTL, m.x.doing())
		m.answer(id, err, int64(id), 0)
	case engine.KeepAlive:
		err := s.keepAlive(r.Lease, m.x.doing())
		m.answer(nil, err, int64(r.Lease), truth(err == nil))
	case engine.Revoke:
		err := s.revoke(r.Lease, m.x.doing())
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
	if t.Stale && readsOnly(&t) {
		if rev := s.nearby(x.from); rev < s.rev {
			return s.at(rev).Txn(t)
		}
	}
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
	s.advances()
	w := s.m.c.w
	for i := range fresh {
		kv := &fresh[i].KV
		w.Emit(s.m.name, deploy.Written, kv.Key, fresh[i].Revision, int64(xxhash.Sum64(kv.Value)))
	}
	s.m.c.witness.Wrote(fresh, how)
	if s.backups != nil {
		s.backups.take(fresh, s)
	}
	s.wake(fresh)
}

// compact forgets what was before a revision. Those who wait already have been told
// of it, and wait on.
func (s *storage) compact(rev int64) error {
	err := s.Compact(rev)
	if err == nil {
		s.seen = len(s.log)
		s.m.c.w.Emit(s.m.name, deploy.Compacted, "", rev, 0)
	}
	return err
}

// elsewhere lets others write n times what nobody here can see.
func (s *storage) elsewhere(n int) {
	for range n {
		s.Elsewhere()
	}
	s.advances()
	s.m.c.w.Emit(s.m.name, deploy.Elsewhere, "", s.rev, int64(n))
}
