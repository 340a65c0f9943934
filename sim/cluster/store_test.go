package cluster

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pawl/engine"
)

// TestPieces: of a long past a store tells a thousand revisions at once, however much
// each of them changed.
func TestPieces(t *testing.T) {
	s := roomy()
	for i := range 2500 {
		two := []engine.Op{engine.Put(fmt.Sprintf("a%d", i), nil, 0), engine.Put(fmt.Sprintf("b%d", i), nil, 0)}
		if i%2 == 0 {
			two = append(two, engine.Put(fmt.Sprintf("a%d.", i), nil, 0))
		}
		if _, err := s.Txn(engine.Txn{Then: two}); err != nil {
			t.Fatal(err)
		}
	}
	s.Elsewhere()
	after := int64(10)
	for _, want := range []struct {
		changes int
		upTo    int64
	}{{1500, 1010}, {1500, 2010}, {735, 2501}} {
		kvs, upTo := s.Since("a", after)
		if len(kvs) != want.changes || upTo != want.upTo {
			t.Fatalf("after %d: %d changes up to %d; want %d up to %d", after, len(kvs), upTo, want.changes, want.upTo)
		}
		after = upTo
	}
}

// TestLeaseEndsAtItsEnd: at the moment at which a lease runs out it can no longer be
// kept alive, and a new leader is told of those that live.
func TestLeaseEndsAtItsEnd(t *testing.T) {
	var s Store
	l, err := s.Grant(3*time.Second, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := s.Grant(time.Second, 0)
	if err := s.KeepAlive(l, 8*time.Second-1); err != nil {
		t.Error(err)
	}
	if err := s.KeepAlive(l, 11*time.Second-1); !errors.Is(err, engine.ErrLeaseGone) {
		t.Errorf("kept alive at its end: %v", err)
	}
	if err := s.Revoke(other); err != nil {
		t.Error(err)
	}
	if live := s.Promote(20*time.Second, time.Second); !slices.Equal(live, []engine.Lease{l}) {
		t.Errorf("leases that live: %v", live)
	}
	if at, live := s.Expires(l); at != 24*time.Second || !live {
		t.Errorf("ends at %s, %v", at, live)
	}
}

// BenchmarkStore is a guarded put that reads 20 keys. Its floor is one write to a
// map, measured in the same run.
func BenchmarkStore(b *testing.B) {
	keys, value := make([]string, 20), make([]byte, 256)
	for i := range keys {
		keys[i] = fmt.Sprintf("stamps/node/%02d", i)
	}
	const record = "records/payments-signing"

	floor := map[string]engine.KV{}
	start := time.Now()
	for i := range b.N {
		floor[keys[i%len(keys)]] = engine.KV{Value: value, Mod: int64(i)}
	}
	bare := time.Since(start)

	var s Store
	put := func(key string) int64 {
		r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put(key, value, 0)}})
		if err != nil {
			b.Fatal(err)
		}
		return r.Revision
	}
	guard := put(record)
	for _, k := range keys {
		put(k)
	}
	last := s.Revision()
	txn := engine.Txn{
		If:   []engine.Compare{{Key: record, Mod: guard}, {Key: keys[len(keys)-1], Mod: last}},
		Then: []engine.Op{engine.Put(keys[len(keys)-1], value, 0), engine.Prefix("stamps/")},
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		r, err := s.Txn(txn)
		if err != nil || !r.Held || len(r.Reads[0]) != len(keys) {
			b.Fatalf("held %v, read %v, %v", r.Held, r.Reads, err)
		}
		txn.If[1].Mod = r.Revision
	}
	b.ReportMetric(float64(bare.Nanoseconds())/float64(b.N), "floor-ns/op")
	b.ReportMetric(float64(b.Elapsed())/float64(max(bare, 1)), "floors/op")
}
