package gate_test

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/live/gate"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// passing is what becomes of a request.
type passing func(ctx context.Context, do func(context.Context) (engine.Reply, error)) (error, bool)

// keeper does with each request what it is told to, and remembers them.
type keeper struct {
	mu    sync.Mutex
	seen  []engine.Request
	after []engine.Reply
	pass  passing
	news  chan struct{} // closed: news get through
}

func (k *keeper) Pass(ctx context.Context, r engine.Request, do func(context.Context) (engine.Reply, error)) (error, bool) {
	k.mu.Lock()
	pass := k.pass
	k.mu.Unlock()
	if _, is := r.(gate.Plain); is {
		_, err := do(ctx)
		return err, true
	}
	told := func(ctx context.Context) (engine.Reply, error) {
		reply, err := do(ctx)
		k.mu.Lock()
		k.after = append(k.after, reply)
		k.mu.Unlock()
		return reply, err
	}
	k.mu.Lock()
	k.seen = append(k.seen, r)
	k.mu.Unlock()
	return pass(ctx, told)
}

func (k *keeper) Open(ctx context.Context, back bool) error {
	if !back {
		return nil
	}
	select {
	case <-k.news:
	case <-ctx.Done():
	}
	return ctx.Err()
}

func through(ctx context.Context, do func(context.Context) (engine.Reply, error)) (error, bool) {
	_, err := do(ctx)
	return err, true
}

// TestGate: what passes is understood and not changed; a request is lost, its reply is withheld
// after it was applied, an excuse means to the engine what it says, and news are held up.
func TestGate(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{server.Endpoint()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	k := &keeper{pass: through, news: make(chan struct{})}
	g, err := gate.Listen("127.0.0.1:0", client.ActiveConnection(), k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	store, err := etcd.Open(etcd.Access{Endpoints: []string{g.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	does := func(pass passing, txn engine.Txn) (engine.TxnResult, error) {
		t.Helper()
		k.mu.Lock()
		k.pass = pass
		k.mu.Unlock()
		ctx, cancel := context.WithTimeout(t.Context(), embedded.Patience)
		defer cancel()
		return store.Txn(ctx, txn)
	}
	inVain := func(pass passing, txn engine.Txn) error { // there is no answer, however long one waits
		t.Helper()
		k.mu.Lock()
		k.pass = pass
		k.mu.Unlock()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := store.Txn(ctx, txn)
		return err
	}

	lease, err := store.Grant(t.Context(), engine.Grant{TTL: 60 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	asked := engine.Txn{If: []engine.Compare{{Key: "a"}}, Then: []engine.Op{engine.Put("a", []byte("1"), lease), engine.Del("gone"), engine.Get("a"), engine.Prefix("x/"), engine.Paged("x/", "x/3", 7)},
		Else: []engine.Op{engine.Prefix("")}}
	res, err := does(through, asked)
	if err != nil || !res.Held {
		t.Fatal(res, err)
	}
	if got := k.seen[len(k.seen)-1]; !reflect.DeepEqual(got, asked) {
		t.Errorf("understood %+v; want %+v", got, asked)
	}
	if told := k.after[len(k.after)-1].(engine.TxnResult); told.Revision != res.Revision || !told.Held || told.Generation != res.Generation {
		t.Errorf("the gate saw %+v; the engine was told %+v", told, res)
	}
	if err := store.KeepAlive(t.Context(), engine.KeepAlive{Lease: lease}); err != nil {
		t.Error(err)
	}

	lost := func(context.Context, func(context.Context) (engine.Reply, error)) (error, bool) { return nil, false }
	put := func(v string) engine.Txn { return engine.Txn{Then: []engine.Op{engine.Put("b", []byte(v), 0)}} }
	if err := inVain(lost, put("lost")); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("a request that is lost: %v; want unknown", err)
	}
	unheard := func(ctx context.Context, do func(context.Context) (engine.Reply, error)) (error, bool) {
		_, _ = do(ctx)
		return nil, false
	}
	if err := inVain(unheard, put("unheard")); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("a reply that is withheld: %v; want unknown", err)
	}
	busy := func(context.Context, func(context.Context) (engine.Reply, error)) (error, bool) {
		return engine.ErrUnavailable, true
	}
	if _, err := does(busy, put("never")); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("an excuse that nothing was done: %v; want unavailable", err)
	}
	res, err = does(through, engine.Txn{Then: []engine.Op{engine.Get("b")}})
	if err != nil || len(res.Reads[0]) != 1 || string(res.Reads[0][0].Value) != "unheard" {
		t.Errorf("the store holds %+v, %v; want what was applied and not answered", res, err)
	}

	if news, err := store.Await(t.Context(), engine.Await{Prefix: "b", After: 1, Wait: 300 * time.Millisecond}); err != nil || len(news.KVs) != 0 {
		t.Errorf("news that are held up: %+v, %v", news, err)
	}
	close(k.news)
	if news, err := store.Await(t.Context(), engine.Await{Prefix: "b", After: 1, Wait: embedded.Patience}); err != nil || len(news.KVs) != 1 {
		t.Errorf("news that get through: %+v, %v", news, err)
	}
	if err := store.Revoke(t.Context(), engine.Revoke{Lease: lease}); err != nil {
		t.Error(err)
	}
	if err := store.KeepAlive(t.Context(), engine.KeepAlive{Lease: lease}); !errors.Is(err, engine.ErrLeaseGone) {
		t.Errorf("a lease that is gone: %v", err)
	}
}
