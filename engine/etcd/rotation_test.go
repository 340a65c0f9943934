package etcd_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/engine/host"
	"pawl/engine/reference"
)

// TestRotation runs the reference engine for real: a worker and three nodes, each with a
// connection, a clock and a disk of its own, on one server. A key is begun and rotated, and
// each node seals and opens meanwhile. Nothing is said of how long that takes, but that it
// ends.
func TestRotation(t *testing.T) {
	t.Parallel()
	server, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	f := &fleet{t: t, endpoint: server.Endpoint(), keys: &keyService{fences: map[string]uint64{}, ops: map[string]*making{}}}
	ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
	defer cancel()

	worker, err := host.StartWorker(reference.Engine(), []string{rotated}, f.launch("worker/1"))
	if err != nil {
		t.Fatal(err)
	}
	f.stops(worker.Process)
	for i := range 3 {
		n, err := host.StartNode(reference.Engine(), []string{rotated}, f.launch(fmt.Sprintf("node/%d", i+1)))
		if err != nil {
			t.Fatal(err)
		}
		f.stops(n.Process)
		f.nodes = append(f.nodes, n)
	}

	f.rotates(ctx, worker, "w1")
	first := f.sealsUnder(ctx, 1)
	busy, enough := context.WithCancel(ctx)
	var clients sync.WaitGroup
	for _, n := range f.nodes {
		clients.Go(func() { f.keepsBusy(busy, n, first) })
	}
	f.rotates(ctx, worker, "w2")
	second := f.sealsUnder(ctx, 2)
	enough()
	clients.Wait()
	for _, n := range f.nodes {
		f.opens(ctx, n, first)
		f.opens(ctx, n, second)
	}
	if f.right.Load() == 0 {
		t.Error("no text was sealed and opened while the key was rotated")
	}
	t.Logf("%d texts sealed and opened while the key was rotated, %d not for now; asked: %v", f.right.Load(), f.notNow.Load(), f.counts())
	for _, v := range []engine.Verb{engine.VerbTxn, engine.VerbAwait, engine.VerbGrant, engine.VerbCreate, engine.VerbFetch, engine.VerbWrite, engine.VerbSync} {
		if f.counts()[v] == 0 {
			t.Errorf("nobody has told of a request %s", v)
		}
	}
}

const rotated = "payments"

// fleet is what runs in the test.
type fleet struct {
	t        testing.TB
	endpoint string
	keys     *keyService
	nodes    []*host.NodeProcess

	right, notNow atomic.Int64

	mu    sync.Mutex
	asked map[engine.Verb]int
}

// launch is how a process starts, on a machine of its own.
func (f *fleet) launch(name string) host.Launch {
	store, err := etcd.Open(etcd.Access{Endpoints: []string{f.endpoint}, Root: "/pawl/"})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(store.Close)
	files, err := host.OpenFolder(f.t.TempDir(), bytes.Repeat([]byte(name[:1]), 32))
	if err != nil {
		f.t.Fatal(err)
	}
	p := engine.StandardPolicy()
	p.SealLease, p.OpenLease, p.OwnerLease = 4*time.Second, 6*time.Second, 3*time.Second
	p.PublishLead = 200 * time.Millisecond
	return host.Launch{Name: name, Pool: "a", Policy: p, Tell: f.tell,
		Services: host.Services{Store: store, Keys: f.keys, Files: files, Pager: f}}
}

func (f *fleet) stops(p *host.Process) {
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), embedded.Patience)
		defer cancel()
		if err := p.Stop(ctx); err != nil {
			f.t.Error(err)
		}
	})
}

// Page is for a person, whom nothing here should need.
func (f *fleet) Page(_ context.Context, p engine.Page) error {
	f.t.Errorf("paged: %+v", p.Alert)
	return nil
}

func (f *fleet) tell(x host.Exchange) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.asked == nil {
		f.asked = map[engine.Verb]int{}
	}
	f.asked[x.Request.Verb()]++
}

func (f *fleet) counts() map[engine.Verb]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := map[engine.Verb]int{}
	for v, n := range f.asked {
		all[v] = n
	}
	return all
}

// rotates asks for a rotation until it is admitted.
func (f *fleet) rotates(ctx context.Context, w *host.WorkerProcess, window string) {
	f.t.Helper()
	for n := 1; ; n++ {
		a := w.Admit(ctx, engine.Trigger{ID: fmt.Sprint(window, ".", n), Key: rotated, Window: window, Attempt: 1, Caller: "scheduler"})
		if a.Outcome == engine.Admitted || a.Outcome == engine.Duplicate {
			return
		}
		if ctx.Err() != nil || a.Outcome == engine.Refused && a.Why != engine.WhyBusy {
			f.t.Fatalf("window %s: %+v", window, a)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// sealsUnder waits until every node seals under a version, and gives what the last one has
// sealed.
func (f *fleet) sealsUnder(ctx context.Context, version uint32) (s engine.Sealed) {
	f.t.Helper()
	for _, n := range f.nodes {
		for {
			var err error
			s, err = n.Seal(ctx, rotated, []byte("plain"))
			if err == nil && s.Version == version {
				break
			}
			if ctx.Err() != nil {
				f.t.Fatalf("%s does not seal under version %d: under %d, %v", n.Name, version, s.Version, err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	return s
}

// opens wants a node to open what was sealed.
func (f *fleet) opens(ctx context.Context, n *host.NodeProcess, s engine.Sealed) {
	f.t.Helper()
	for {
		plain, err := n.Open(ctx, rotated, s)
		if err == nil && string(plain) == "plain" {
			return
		}
		if err == nil || ctx.Err() != nil {
			f.t.Fatalf("%s opens %q of version %d: %v", n.Name, plain, s.Version, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// keepsBusy seals at a node and has another open that, and a text of before the rotation.
func (f *fleet) keepsBusy(ctx context.Context, n *host.NodeProcess, before engine.Sealed) {
	for i := 0; ctx.Err() == nil; i++ {
		s, w, err := n.SealFor(ctx, rotated, []byte("plain"))
		if err != nil {
			f.notNow.Add(1)
			time.Sleep(5 * time.Millisecond)
			continue
		}
		f.worth(w, n.Policy.Usable(n.Policy.SealLease), n.Policy.Emission)
		for _, s := range []engine.Sealed{s, before} {
			plain, w, err := f.nodes[i%len(f.nodes)].OpenFor(ctx, rotated, s)
			if err == nil {
				f.worth(w, n.Policy.Usable(n.Policy.OpenLease), n.Policy.Emission)
			}
			switch {
			case err == nil && string(plain) == "plain":
				f.right.Add(1)
			case err == nil:
				f.t.Errorf("opened wrongly: %q", plain)
			default:
				f.notNow.Add(1)
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// worth wants an answer to hold for a while, and for no longer than a lease lasts, or than a node
// waits for that hands over.
func (f *fleet) worth(w host.Worth, usable, emission time.Duration) {
	if w.Left <= 0 || w.Left > usable || w.Holds != min(w.Left, emission) {
		f.t.Errorf("%s of a lease left of %s, and the answer holds for %s", w.Left, usable, w.Holds)
	}
}

// keyService is one that is in memory: enough for a test.
type keyService struct {
	mu     sync.Mutex
	fences map[string]uint64
	ops    map[string]*making
}

type making struct {
	engine.Made
	secret [32]byte
}

func (k *keyService) fenced(key string, fence uint64) error {
	if fence < k.fences[key] {
		return engine.ErrStaleFence
	}
	k.fences[key] = fence
	return nil
}

func (k *keyService) Create(_ context.Context, c engine.Create) (engine.Made, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.fenced(c.Key, c.Fence); err != nil {
		return engine.Made{}, err
	}
	m := k.ops[c.Op]
	if m == nil {
		m = &making{Made: engine.Made{Key: c.Key, Version: c.Version, Under: c.Under}}
		rand.Read(m.secret[:])
		m.Print = engine.Fingerprint(m.secret[:])
		k.ops[c.Op] = m
	}
	return m.Made, nil
}

func (k *keyService) Lookup(_ context.Context, r engine.Lookup) (engine.Found, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if m := k.ops[r.Op]; m != nil {
		return engine.Found{Made: m.Made, Found: true}, nil
	}
	return engine.Found{}, nil
}

func (k *keyService) Destroy(_ context.Context, r engine.Destroy) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.fenced(r.Key, r.Fence); err != nil {
		return err
	}
	k.ops[r.Op] = &making{Made: engine.Made{Key: r.Key, Version: r.Version, Destroyed: true}}
	return nil
}

func (k *keyService) Fetch(_ context.Context, r engine.Fetch) (engine.Material, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, m := range k.ops {
		if m.Key == r.Key && m.Version == r.Version && !m.Destroyed {
			return engine.Material{Secret: m.secret, Print: m.Print}, nil
		}
	}
	return engine.Material{}, engine.ErrRejected
}
