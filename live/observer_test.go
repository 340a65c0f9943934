package live

import (
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
)

func observing() *observer {
	s := deploy.Standard(reference.Engine(), 1)
	r := newRun(&s)
	r.began = r.clock.Now()
	return &observer{r: r, last: 1, noted: 1, stands: map[string]engine.KV{}, ttls: map[engine.Lease]time.Duration{}, changed: make(chan struct{})}
}

func put(rev int64, key, value string, lease engine.Lease) revision {
	return revision{n: rev, at: time.Duration(rev) * time.Second, changes: []deploy.Change{{Revision: rev, KV: engine.KV{Key: key, Value: []byte(value), Mod: rev, Lease: lease}}}}
}

func gone(rev int64, key string) revision {
	return revision{n: rev, at: time.Duration(rev) * time.Second, changes: []deploy.Change{{Revision: rev, KV: engine.KV{Key: key}}}}
}

// TestWhoWrote: a revision is the call's that says so; while a call is under way that may have
// written it nothing is noted; one whose answer was lost is known by what it wrote; the end of
// a lease is the store's; and what nobody can have written makes the run inconclusive.
func TestWhoWrote(t *testing.T) {
	o := observing()
	says := &call{Doing: deploy.Doing{By: "worker/1#a", Sent: 1}, then: []engine.Op{engine.Put("a", []byte("1"), 7)}, ended: true, rev: 2}
	under := &call{Doing: deploy.Doing{By: "worker/2#a", Sent: 1}, then: []engine.Op{engine.Put("b", []byte("2"), 0), engine.Del("never")}}
	o.calls = []*call{says, under}
	o.told = []revision{put(2, "a", "1", 7), put(3, "b", "2", 0)}
	o.notes()
	if o.noted != 2 {
		t.Fatalf("noted up to %d; a call under way may have written 3", o.noted)
	}
	under.ended, under.unsure = true, true
	o.told = append(o.told, gone(4, "a"), put(5, "c", "3", 0))
	o.notes()
	if o.noted != 5 || len(o.r.missed) != 1 {
		t.Errorf("noted up to %d, missed %q; want all, and revision 5 of nobody's", o.noted, o.r.missed)
	}
	var by []string
	ended := int64(0)
	for _, f := range o.r.witness.Close(time.Minute, nil).Facts {
		switch w := f.What.(type) {
		case *checker.Wrote:
			by = append(by, f.Actor)
		case *checker.Leased:
			ended = w.Lease
		}
	}
	if want := []string{"worker/1#a", "worker/2#a", "store#1", "store#1"}; len(by) != 4 || by[0] != want[0] || by[1] != want[1] || by[2] != want[2] {
		t.Errorf("written by %q; want %q", by, want)
	}
	if ended != 7 {
		t.Errorf("lease %d has ended; want 7", ended)
	}
}

// TestGapIsMissed: a revision that was not told is missed, also if nothing else seems wrong.
func TestGapIsMissed(t *testing.T) {
	o := observing()
	o.last = 4
	o.noted = 4
	o.stands["a"] = engine.KV{Key: "a", Mod: 3}
	o.audit(storeAt(6))
	if len(o.r.missed) == 0 {
		t.Error("a store that is further than what was seen is no gap")
	}
}

func storeAt(rev int64) *clientv3.GetResponse {
	return &clientv3.GetResponse{Header: &etcdserverpb.ResponseHeader{Revision: rev}}
}
