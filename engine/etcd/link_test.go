package etcd

import (
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd/embedded"

	"go.etcd.io/etcd/server/v3/embed"
)

// TestAnotherCluster puts another cluster at the address of the first one. What is bound to
// the first is done no more, and everything else is told of the second.
func TestAnotherCluster(t *testing.T) {
	t.Parallel() // it mostly waits
	first, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, Access{Endpoints: []string{first.Endpoint()}})
	r, err := s.Txn(patiently(t), put("a"))
	if err != nil {
		t.Fatal(err)
	}
	bound := put("b")
	bound.Bound, bound.Generation = true, r.Generation
	if r, err := s.Txn(patiently(t), bound); err != nil || !r.Held {
		t.Fatalf("bound to the cluster that there is: %+v, %v", r, err)
	}
	waits := make(chan error)
	go func() {
		_, err := s.Await(patiently(t), engine.Await{Prefix: "a", After: r.Revision, Wait: embedded.Patience})
		waits <- err
	}()
	time.Sleep(50 * time.Millisecond)
	first.Stop()
	second, err := embedded.Start(t.TempDir(), embedded.At(first.Endpoint()), func(c *embed.Config) { c.InitialClusterToken = "restored" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Stop)
	for ctx := patiently(t); ; {
		now, err := s.Txn(briefly(t), bound)
		if err == nil {
			if now.Held || now.Generation == r.Generation {
				t.Errorf("what was bound to cluster %x: %+v", r.Generation, now)
			}
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("the second cluster is not found: %v", err)
		}
	}
	if got, err := s.Txn(patiently(t), get("b")); err != nil || len(got.Reads[0]) != 0 || got.Generation == r.Generation {
		t.Errorf("in the second cluster: %+v, %v", got, err)
	}
	want(t, "a wait at the first one", <-waits, engine.ErrUnavailable)
}

// TestNothingToDo: a transaction without operations would be answered from the past of any
// member, so that it is given a read, and nobody sees that.
func TestNothingToDo(t *testing.T) {
	s := open(t, Access{Endpoints: startOne(t).endpoints})
	empty := engine.Txn{If: []engine.Compare{{Key: "a"}}}
	for _, b := range [2]bool{false, true} {
		empty.Stale = b
		branches, added := s.branches(&empty)
		if added == b || (len(branches[0]) == 0) != b || (len(branches[1]) == 0) != b {
			t.Errorf("content with the past %v: %d and %d operations", b, len(branches[0]), len(branches[1]))
		}
	}
	empty.Stale = false
	if r, err := s.Txn(patiently(t), empty); err != nil || !r.Held || len(r.Reads) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestLinkIsOfOneCluster wants a connection to another cluster to be refused, even while there
// is one to the first: what is bound to that could be sent over either.
func TestLinkIsOfOneCluster(t *testing.T) {
	l := &link{known: make(chan struct{})}
	for _, c := range []struct {
		id    uint64
		taken bool
	}{{1, true}, {2, false}, {1, true}, {2, false}} {
		if err := l.meets(c.id, "a", nil); (err == nil) != c.taken {
			t.Errorf("cluster %d: %v", c.id, err)
		}
	}
	if l.id != 1 || !l.hasMoved() {
		t.Errorf("a link to cluster %d, moved: %v", l.id, l.hasMoved())
	}
}
