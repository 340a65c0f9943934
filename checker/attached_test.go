package checker

import (
	"slices"
	"testing"
	"time"
)

// owned is a history in which w1 owns the key by a lease of two seconds, from 1 s on, and keeps it
// alive at 2 s; then something else happens.
func owned(then ...Fact) *History {
	at := func(t time.Duration, by string, rev int64, what What) Fact {
		return Fact{Key: "k", Actor: by, Revision: rev, Times: Times{Sent: t, Early: t, At: t}, What: what}
	}
	return &History{Keys: []string{"k"}, Policy: testPolicy, End: 20 * sec,
		Machines: []Machine{{Name: "w1", Duty: WorkerDuty}, {Name: "w2", Duty: WorkerDuty}, {Name: "store", Duty: StoreDuty}, {Name: "out", Duty: OutsideDuty}},
		Facts: append([]Fact{
			at(sec, "w1#1", 0, &Leased{Lease: 1, Did: LeaseGranted, TTL: 2 * sec}),
			at(sec, "w1#1", 7, &Wrote{Object: "k/owner", Value: []byte("w1#1"), Lease: 1}),
			at(2*sec, "w1#1", 0, &Leased{Lease: 1, Did: LeaseExtended, TTL: 2 * sec}),
		}, then...)}
}

func TestWhatStandsOnALease(t *testing.T) {
	gone := func(by string) Fact {
		return Fact{Key: "k", Actor: by, Revision: 8, Times: Times{At: 2500 * ms}, What: &Wrote{Object: "k/owner", Deleted: true}}
	}
	ends := func(by string, how LeaseEvent) Fact {
		return Fact{Actor: by, Times: Times{At: 2500 * ms}, What: &Leased{Lease: 1, Did: how}}
	}
	for _, c := range []struct {
		name string
		then []Fact
		at   time.Duration
		want bool
	}{
		{"while it lives", nil, 3 * sec, true},
		{"when it may have run out", nil, 4*sec - ms/2, false},
		{"another deletes it", []Fact{gone("w2#1")}, 3 * sec, true},
		{"another ends the lease", []Fact{gone("w2#1"), ends("w2#1", LeaseRevoked)}, 3 * sec, true},
		{"its own process deletes it", []Fact{gone("w1#1")}, 3 * sec, false},
		{"the next start of its machine deletes it", []Fact{gone("w1#2")}, 3 * sec, false},
		{"somebody deletes it by hand", []Fact{gone("out")}, 3 * sec, false},
		{"the store ends the lease", []Fact{gone("store"), ends("store", LeaseExpired)}, 3 * sec, false},
	} {
		if got, _ := Derive(owned(c.then...)).standsFor("w1#1", 7, c.at); got != c.want {
			t.Errorf("%s: stands %t, want %t", c.name, got, c.want)
		}
	}
}

// TestTakenFromTheLiving: whoever gives the end of an owner's lease as a cause has seen it.
func TestTakenFromTheLiving(t *testing.T) {
	for _, c := range []struct {
		name  string
		by    string
		after time.Duration
		fires bool
	}{
		{"before it has run out", "w2#1", sec, true},
		{"when it has run out", "w2#1", 3 * sec, false},
		{"by the same machine, started anew", "w1#2", sec, false},
	} {
		b := bootstrap(1)
		b.write("w1#1", "ACQUIRED", "deadline:owner-lease", func(v *View) { v.Owner, v.Fence = "w1#1", v.Fence+1 })
		b.h.Attached = []Attached{{Object: "k/owner", By: "w1#1", Revision: b.rec.Revision, Lease: 1}}
		b.h.Leases = append(b.h.Leases, LeaseLife{ID: 1, By: "w1#1", TTL: 2 * sec, Granted: b.now, Ended: forever, Sure: b.now + 2*sec})
		b.pass(c.after)
		b.write(c.by, "ACQUIRED", "deadline:owner-lease", func(v *View) { v.Owner, v.Fence = c.by, v.Fence+1 })
		b.h.End = b.now + sec
		rechain(&b.h)
		if got := slices.Contains(Check(&b.h, Options{}).Fired(), "S13"); got != c.fires {
			t.Errorf("%s: S13 fired %t, want %t", c.name, got, c.fires)
		}
	}
}
