package cluster

import (
	"fmt"
	"testing"
	"time"

	"pawl/engine"
)

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
