package embedded

import (
	"context"
	"testing"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

// TestEndLeases wants all to be gone, with what hangs on them, and one that runs out meanwhile to
// be no trouble.
func TestEndLeases(t *testing.T) {
	s, err := Start(t.TempDir(), Alone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	ctx, cancel := context.WithTimeout(t.Context(), Patience)
	defer cancel()
	etcd := s.Etcd().Server
	for id := range int64(3) {
		if _, err := etcd.LeaseGrant(ctx, &etcdserverpb.LeaseGrantRequest{ID: id + 1, TTL: 3600}); err != nil {
			t.Fatal(err)
		}
		if _, err := etcd.Put(ctx, &etcdserverpb.PutRequest{Key: []byte{'a' + byte(id)}, Lease: id + 1}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.EndLeases(ctx); err != nil {
		t.Fatal(err)
	}
	left, err := etcd.LeaseLeases(ctx, &etcdserverpb.LeaseLeasesRequest{})
	kvs, wrong := etcd.Range(ctx, &etcdserverpb.RangeRequest{Key: []byte{0}, RangeEnd: []byte{0}})
	if err != nil || wrong != nil || len(left.Leases) != 0 || len(kvs.Kvs) != 0 {
		t.Errorf("leases %v, keys %v, %v, %v", left, kvs, err, wrong)
	}
	if err := s.end(ctx, 1); err != nil {
		t.Errorf("one that has run out: %v", err)
	}
}
