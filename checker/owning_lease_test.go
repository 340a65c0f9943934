package checker

import (
	"testing"
	"time"
)

// TestOwnersLease holds the lease on which a key is acquired to policy.
func TestOwnersLease(t *testing.T) {
	for _, c := range []struct {
		name           string
		by             string
		ttl            time.Duration
		unseen         bool
		judged, broken bool
	}{
		{"as long as policy says", "w1#1", testPolicy.OwnerLease, false, true, false},
		{"shorter", "w1#1", testPolicy.OwnerLease - sec, false, true, false},
		{"longer", "w1#1", testPolicy.OwnerLease + sec, false, true, true},
		{"longer, of somebody else", "w2#1", testPolicy.OwnerLease + sec, false, false, false},
		{"longer, and nobody saw leases", "w1#1", testPolicy.OwnerLease + sec, true, false, false},
	} {
		b := ready()
		b.acquire("w1#1")
		got := &b.h.Views[len(b.h.Views)-1]
		b.h.Leases = append(b.h.Leases, LeaseLife{ID: 77, TTL: c.ttl})
		b.h.Attached = append(b.h.Attached, Attached{Object: "k/owner", By: c.by, Revision: got.Revision, Lease: 77})
		if c.unseen {
			b.h.Unseen = append(b.h.Unseen, Leases)
		}
		of := s4.of(b.done()).Clauses[s4Lease]
		if of.Judged > 0 != c.judged || of.Broken > 0 != c.broken {
			t.Errorf("%s: judged %d, broken %d", c.name, of.Judged, of.Broken)
		}
	}
}
