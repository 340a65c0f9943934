package cluster_test

import (
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/sim/cluster"
)

// simulatedStore opens the simulated store, with time that passes only in Sleep.
func simulatedStore(*testing.T) conform.Backend { return &simulated{} }

// simulated ends leases as etcd does: a while after they have run out, and not
// before. Nothing brings one back in between; a call that tries gets its answer
// when the lease has ended.
type simulated struct {
	store   cluster.Store
	granted engine.Lease
	now     time.Duration
}

const sweep = 250 * time.Millisecond // on average, in etcd

func (s *simulated) String() string                             { return "simulated" }
func (s *simulated) Now() time.Duration                         { return s.now }
func (s *simulated) Txn(t engine.Txn) (engine.TxnResult, error) { return s.store.Txn(t) }
func (s *simulated) Revoke(l engine.Lease) error                { return s.store.Revoke(l) }

func (s *simulated) Await(prefix string, after int64, _ time.Duration) (engine.News, error) {
	return engine.News{KVs: s.store.Since(prefix, after), Revision: s.store.Revision()}, nil
}

func (s *simulated) Grant(ttl time.Duration) (engine.Lease, error) {
	s.granted = s.store.Grant(ttl, s.now)
	return s.granted, nil
}

func (s *simulated) KeepAlive(l engine.Lease) error {
	err := s.store.KeepAlive(l, s.now)
	if at, ok := s.store.Expires(l); err != nil && ok {
		s.Sleep(at + sweep - s.now)
	}
	return err
}

func (s *simulated) Sleep(d time.Duration) {
	end := s.now + d
	for {
		var first engine.Lease
		var at time.Duration
		for l := engine.Lease(1); l <= s.granted; l++ {
			runsOut, ok := s.store.Expires(l)
			if due := runsOut + sweep; ok && due <= end && (first == 0 || due < at) {
				first, at = l, due
			}
		}
		if first == 0 {
			break
		}
		s.store.Revoke(first)
	}
	s.now = end
}
