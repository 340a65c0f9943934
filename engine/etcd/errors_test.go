package etcd

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd/embedded"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
)

// open opens a store that is closed with the test.
func open(t *testing.T, o Access) *Store {
	t.Helper()
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// briefly is how long a call may take that is to fail.
func briefly(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func patiently(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), embedded.Patience)
	t.Cleanup(cancel)
	return ctx
}

func put(key string) engine.Txn { return engine.Txn{Then: []engine.Op{engine.Put(key, nil, 0)}} }
func get(key string) engine.Txn { return engine.Txn{Then: []engine.Op{engine.Get(key)}} }

// want wants an error to be one of the contract's; nil: one that is none of them.
func want(t *testing.T, what string, err, means error) {
	t.Helper()
	switch {
	case err == nil:
		t.Errorf("%s: done", what)
	case means == nil && isContracts(err), means != nil && !errors.Is(err, means):
		t.Errorf("%s: %v; want %v", what, err, means)
	}
}

// TestNobodyThere: where nothing listens, nothing can have happened.
func TestNobodyThere(t *testing.T) {
	t.Parallel() // it mostly waits
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	s := open(t, Access{Endpoints: []string{l.Addr().String()}})
	_, err = s.Txn(briefly(t), put("a"))
	want(t, "write", err, engine.ErrUnavailable)
	_, err = s.Grant(briefly(t), engine.Grant{TTL: time.Minute})
	want(t, "grant", err, engine.ErrUnavailable)
	bound := put("a")
	bound.Bound, bound.Generation = true, 7
	_, err = s.Txn(briefly(t), bound)
	want(t, "bound write", err, engine.ErrUnavailable)
	news, err := s.Await(t.Context(), engine.Await{Prefix: "a", After: 7, Wait: time.Millisecond})
	if err != nil || news.Revision != 7 || len(news.KVs) > 0 {
		t.Errorf("a wait has learned %+v, %v", news, err)
	}
	s.Close()
	_, err = s.Txn(briefly(t), put("a"))
	want(t, "after it was closed", err, engine.ErrUnavailable)
}

// TestNoAnswer: what was sent and is not answered may have happened; a read has no effect.
func TestNoAnswer(t *testing.T) {
	t.Parallel() // it mostly waits
	server, gate := startGated(t)
	s := open(t, Access{Endpoints: []string{gate.address()}})
	if _, err := s.Txn(patiently(t), put("a")); err != nil {
		t.Fatal(err)
	}
	gate.mute(true)
	_, err := s.Txn(briefly(t), put("b"))
	want(t, "write", err, engine.ErrUnknown)
	_, err = s.Txn(briefly(t), get("b"))
	want(t, "read", err, engine.ErrUnavailable)
	gate.mute(false)
	gate.cut()
	r, err := open(t, Access{Endpoints: []string{server.Endpoint()}}).Txn(patiently(t), get("b"))
	if err != nil || len(r.Reads[0]) != 1 {
		t.Errorf("what was unknown has happened, and is not there: %+v, %v", r, err)
	}
	for ctx := patiently(t); ; {
		if _, err = s.Txn(briefly(t), get("b")); err == nil {
			break
		}
		want(t, "while the connection is made anew", err, engine.ErrUnavailable)
		if ctx.Err() != nil {
			t.Fatal("no new connection")
		}
	}
}

// TestTooLarge: what gRPC does not let through is refused like what etcd does not.
func TestTooLarge(t *testing.T) {
	s := open(t, Access{Endpoints: startOne(t).endpoints})
	for _, size := range []int{3 << 19, 3 << 20} {
		_, err := s.Txn(patiently(t), engine.Txn{Then: []engine.Op{engine.Put("a", make([]byte, size), 0)}})
		want(t, "too large", err, nil)
	}
	_, err := s.Txn(patiently(t), put(""))
	want(t, "an empty key", err, nil)
}

// TestNoSpace: a store that is full changes nothing.
func TestNoSpace(t *testing.T) {
	server, err := embedded.Start(t.TempDir(), func(c *embed.Config) { c.QuotaBackendBytes = 1 << 20 })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	s := open(t, Access{Endpoints: []string{server.Endpoint()}})
	for range 100 { // a server knows how large its store is at its next commit to disk
		time.Sleep(50 * time.Millisecond)
		if _, err = s.Txn(patiently(t), engine.Txn{Then: []engine.Op{engine.Put("a", make([]byte, 1<<19), 0)}}); err != nil {
			break
		}
	}
	want(t, "on a full store", err, engine.ErrUnavailable)
}

// TestUsers: what a user may not do is rejected, and so is who is none.
func TestUsers(t *testing.T) {
	t.Parallel() // it mostly waits
	p := startOne(t, func(c *embed.Config) { c.BcryptCost = 4 })
	ctx := patiently(t)
	for _, did := range []func() error{
		func() error { _, err := p.others.UserAdd(ctx, "root", "r"); return err },
		func() error { _, err := p.others.UserGrantRole(ctx, "root", "root"); return err },
		func() error { _, err := p.others.UserAdd(ctx, "pawl", "p"); return err },
		func() error { _, err := p.others.RoleAdd(ctx, "pawl"); return err },
		func() error {
			_, err := p.others.RoleGrantPermission(ctx, "pawl", "/pawl/", clientv3.GetPrefixRangeEnd("/pawl/"), clientv3.PermissionType(clientv3.PermReadWrite))
			return err
		},
		func() error { _, err := p.others.UserGrantRole(ctx, "pawl", "pawl"); return err },
		func() error { _, err := p.others.AuthEnable(ctx); return err },
	} {
		if err := did(); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, Access{Endpoints: p.endpoints, Root: "/pawl/", User: "pawl", Password: "p"})
	r, err := s.Txn(ctx, put("a"))
	if err != nil {
		t.Fatalf("a user may not write under its root: %v", err)
	}
	bound := put("a")
	bound.Bound, bound.Generation = true, r.Generation+1
	if r, err := s.Txn(ctx, bound); err != nil || r.Held {
		t.Errorf("bound to another generation: %+v, %v", r, err)
	}
	if news, err := s.Await(ctx, engine.Await{Prefix: "a", After: r.Revision - 1, Wait: embedded.Patience}); err != nil || len(news.KVs) != 1 {
		t.Errorf("a user is not told of its root: %+v, %v", news, err)
	}
	_, err = open(t, Access{Endpoints: p.endpoints, Root: "/other/", User: "pawl", Password: "p"}).Txn(ctx, put("a"))
	want(t, "under another's root", err, engine.ErrRejected)
	_, err = open(t, Access{Endpoints: p.endpoints, User: "pawl", Password: "wrong"}).Txn(ctx, put("a"))
	want(t, "with a wrong password", err, engine.ErrRejected)
	_, err = open(t, Access{Endpoints: p.endpoints}).Txn(briefly(t), put("/pawl/a"))
	want(t, "without a user", err, engine.ErrRejected)
}

func TestAccess(t *testing.T) {
	for name, c := range map[string]struct {
		o    Access
		says string
	}{
		"nowhere":                  {Access{}, "no endpoint"},
		"TLS that would not be":    {Access{Endpoints: []string{"http://a:1"}, TLS: func() *tls.Config { return &tls.Config{} }}, "https://"},
		"one with and one without": {Access{Endpoints: []string{"https://a:1", "b:1"}}, "one with TLS"},
		"half a user":              {Access{Endpoints: []string{"a:1"}, User: "u"}, "password"},
	} {
		if _, err := Open(c.o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// gate stands before a server, and may hold back what that answers.
type gate struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	muted bool
	turns *sync.Cond
	conns []net.Conn
}

func startGated(t *testing.T) (*embedded.Server, *gate) {
	t.Helper()
	server, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	g := &gate{to: server.Endpoint()}
	g.turns = sync.NewCond(&g.mu)
	if g.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.listener.Close(); g.mute(false); g.cut() })
	go g.serve()
	return server, g
}

func (g *gate) address() string { return g.listener.Addr().String() }

func (g *gate) serve() {
	for {
		in, err := g.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", g.to)
		if err != nil {
			in.Close()
			continue
		}
		g.mu.Lock()
		g.conns = append(g.conns, in, out)
		g.mu.Unlock()
		go io.Copy(out, in)
		go g.answers(in, out)
	}
}

func (g *gate) answers(in, out net.Conn) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := out.Read(buffer)
		g.mu.Lock()
		for g.muted {
			g.turns.Wait()
		}
		g.mu.Unlock()
		if _, failed := in.Write(buffer[:n]); err != nil || failed != nil {
			in.Close()
			return
		}
	}
}

func (g *gate) mute(is bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.muted = is
	g.turns.Broadcast()
}

// cut ends all connections that there are.
func (g *gate) cut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.conns {
		c.Close()
	}
	g.conns = nil
}
