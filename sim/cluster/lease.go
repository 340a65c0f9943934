package cluster

import (
	"errors"
	"math"
	"slices"
	"sort"
	"time"

	"pawl/engine"
)

// lease is one of the store's leases, with its time on the clock of whoever holds the
// store.
type lease struct {
	ttl     time.Duration
	expires time.Duration // never, while nobody leads the store
	gone    bool
	keys    []string // attached
}

// Limits of etcd's on what a lease may be asked to live.
const (
	minLeaseTTL = 2 * time.Second
	maxLeaseTTL = 9_000_000_000 * time.Second
)

var errTTLTooLarge = errors.New("too large a TTL, at most 9,000,000,000 s")

const never = time.Duration(math.MaxInt64)

func (s *Store) live(id engine.Lease) *lease {
	if id < 1 || int(id) > len(s.leases) || s.leases[id-1].gone {
		return nil
	}
	return &s.leases[id-1]
}

// Grant makes a lease that lives for ttl, at least the store's minimum, in whole
// seconds.
func (s *Store) Grant(ttl, now time.Duration) (engine.Lease, error) {
	if ttl > maxLeaseTTL {
		return 0, errTTLTooLarge
	}
	ttl = max((ttl+time.Second-1)/time.Second*time.Second, minLeaseTTL)
	var keys []string // the list of one in whose room it is
	if n := len(s.leases); n < cap(s.leases) {
		keys = s.leases[:n+1][n].keys[:0]
	}
	s.leases = append(s.leases, lease{ttl: ttl, expires: now + ttl, keys: keys})
	return engine.Lease(len(s.leases)), nil
}

// KeepAlive starts a lease's time again, if it has not run out.
func (s *Store) KeepAlive(id engine.Lease, now time.Duration) error {
	l := s.live(id)
	if l == nil || l.expires <= now {
		return engine.ErrLeaseGone
	}
	l.expires = now + l.ttl
	return nil
}

// Demote stops the time of all leases: who led the store counts it no more.
func (s *Store) Demote() {
	for i := range s.leases {
		s.leases[i].expires = never
	}
}

// Promote starts the time of all leases again, as somebody who begins to lead the
// store knows nothing of how far it was. Each gets some more, since nobody could keep
// it alive meanwhile. It gives those that live.
func (s *Store) Promote(now, more time.Duration) []engine.Lease {
	var all []engine.Lease
	for i := range s.leases {
		if l := &s.leases[i]; !l.gone {
			l.expires = now + l.ttl + more
			all = append(all, engine.Lease(i+1))
		}
	}
	return all
}

// Expires is when a lease runs out; false if it is gone.
func (s *Store) Expires(id engine.Lease) (time.Duration, bool) {
	l := s.live(id)
	if l == nil {
		return 0, false
	}
	return l.expires, true
}

// Attached says whether keys would go with the lease.
func (s *Store) Attached(id engine.Lease) bool {
	l := s.live(id)
	return l != nil && len(l.keys) > 0
}

// Revoke ends a lease and deletes its keys, in one revision.
func (s *Store) Revoke(id engine.Lease) error {
	l := s.live(id)
	if l == nil {
		return engine.ErrLeaseGone
	}
	keys := slices.Clone(l.keys)
	sort.Strings(keys)
	if len(keys) > 0 {
		s.rev++
	}
	for _, k := range keys {
		if i, ok := s.find(k); ok {
			s.remove(i)
		}
	}
	l.gone, l.keys = true, nil
	return nil
}
