package daemon

import (
	"context"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
)

// TestEntriesOfEtcd: what the budget takes for an entry of etcd's log is one, and what it does not is none.
func TestEntriesOfEtcd(t *testing.T) {
	server, err := embedded.Start(t.TempDir(), embedded.Alone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	store, err := etcd.Open(etcd.Access{Endpoints: []string{server.Endpoint()}, Root: "/pawl/"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	index := func() uint64 { return server.Etcd().Server.CommittedIndex() }
	entries := func(what string, want uint64, do func() error) {
		t.Helper()
		before := index()
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := index() - before; got != want {
			t.Errorf("%s: %d entries, want %d", what, got, want)
		}
	}
	txn := func(x engine.Txn) func() error {
		return func() error { _, err := store.Txn(ctx, x); return err }
	}
	put := []engine.Op{engine.Put("a", []byte("b"), 0)}
	read := []engine.Op{engine.Get("a")}
	never := []engine.Compare{{Key: "a", Mod: 1 << 40}}
	var lease engine.Lease
	grant := func(ttl time.Duration) func() error {
		return func() (err error) { lease, err = store.Grant(ctx, engine.Grant{TTL: ttl}); return err }
	}
	if err := txn(engine.Txn{Then: read})(); err != nil { // the server has done what it does at its start
		t.Fatal(err)
	}
	entries("a write", 1, txn(engine.Txn{Then: put}))
	entries("a write whose condition fails", 1, txn(engine.Txn{If: never, Then: put, Else: read}))
	entries("a read", 0, txn(engine.Txn{Then: read}))
	entries("a lease", 1, grant(time.Hour))
	entries("one kept alive", 0, func() error { return store.KeepAlive(ctx, engine.KeepAlive{Lease: lease}) })
	entries("one revoked", 1, func() error { return store.Revoke(ctx, engine.Revoke{Lease: lease}) })
	entries("one that runs out", 2, func() error {
		if err := grant(2 * time.Second)(); err != nil {
			return err
		}
		for before := index(); index() == before && ctx.Err() == nil; {
			time.Sleep(10 * time.Millisecond)
		}
		return ctx.Err()
	})
}
