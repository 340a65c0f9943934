package etcd

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/etcd/embedded"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
)

// TestConforms runs what any store must pass on one server.
func TestConforms(t *testing.T) {
	t.Parallel()
	conform.Run(t, startOne(t).open, slices.DeleteFunc(slices.Clone(conform.All), changesLeader))
}

// TestConformsInACluster runs on three members what leaders, members that are behind and
// watches on any of them could spoil; the leader hands over.
func TestConformsInACluster(t *testing.T) {
	t.Parallel()
	conform.Run(t, startThree(t).open, slices.DeleteFunc(slices.Clone(conform.All), func(p conform.Promise[conform.Backend]) bool {
		return p.Name == "random" || p.Name == "told" || p.Name == "limits" // of one server, and done there
	}))
}

func changesLeader(p conform.Promise[conform.Backend]) bool {
	return strings.HasPrefix(p.Name, "leader/")
}

// place is where stores under test are: servers, and a client that does what others do.
type place struct {
	endpoints []string
	elect     func() error
	others    *clientv3.Client
	seen      *changes
	opened    atomic.Int64
}

func startOne(t *testing.T, changes ...func(*embed.Config)) *place {
	t.Helper()
	s, err := embedded.Start(t.TempDir(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return placeAt(t, []string{s.Endpoint()}, nil)
}

func startThree(t *testing.T) *place {
	t.Helper()
	c, err := embedded.Join(3, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return placeAt(t, c.Endpoints(), c.Elect)
}

func placeAt(t *testing.T, endpoints []string, elect func() error) *place {
	t.Helper()
	c, err := clientv3.New(clientv3.Config{Endpoints: endpoints, Logger: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	p := &place{endpoints: endpoints, elect: elect, others: c, seen: &changes{}}
	go p.seen.follow(c.Watch(context.Background(), "", clientv3.WithPrefix(), clientv3.WithRev(1)))
	return p
}

// changes are all that others were told of a place by a watch of their own. They answer at
// once what a new watch from the past would take a tenth of a second for.
type changes struct {
	mu  sync.Mutex
	all []change
}

type change struct {
	rev int64
	key string
}

func (c *changes) follow(told clientv3.WatchChan) {
	for r := range told {
		c.mu.Lock()
		for _, e := range r.Events {
			c.all = append(c.all, change{e.Kv.ModRevision, string(e.Kv.Key)})
		}
		c.mu.Unlock()
	}
}

// last is the last revision up to one, which has been made, in which a key under a prefix has
// changed.
func (c *changes) last(prefix string, upTo int64) int64 {
	for ; ; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		all := c.all
		c.mu.Unlock()
		if upTo > 1 && (len(all) == 0 || all[len(all)-1].rev < upTo) {
			continue
		}
		for _, change := range slices.Backward(all) {
			if change.rev <= upTo && strings.HasPrefix(change.key, prefix) {
				return change.rev
			}
		}
		return 0
	}
}

// call gives a call of others the time that it may take.
func (p *place) call(f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), embedded.Patience)
	defer cancel()
	return f(ctx)
}

// now is the revision of the servers, and their cluster.
func (p *place) now() (rev int64, cluster uint64, err error) {
	err = p.call(func(ctx context.Context) error {
		r, err := p.others.Get(ctx, "none")
		if err == nil {
			rev, cluster = r.Header.Revision, r.Header.ClusterId
		}
		return err
	})
	return rev, cluster, err
}

// open makes a store under a root of its own, whose revisions count from here.
func (p *place) open(t *testing.T) conform.Backend {
	t.Helper()
	base, cluster, err := p.now()
	if err != nil {
		t.Fatal(err)
	}
	b := &backend{place: p, root: fmt.Sprintf("%d!", p.opened.Add(1)), base: base, cluster: cluster, start: time.Now()}
	if b.store, err = Open(Access{Endpoints: p.endpoints, Root: b.root}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.store.Close)
	t.Cleanup(b.later.Wait)
	return b
}

// backend is a store under test, with the numbers that the bodies want.
type backend struct {
	*place
	store   *Store
	root    string
	base    int64
	cluster uint64
	start   time.Time
	later   sync.WaitGroup

	mu     sync.Mutex
	leases []engine.Lease // lease n is at n-1
}

func (b *backend) String() string        { return "engine/etcd" }
func (b *backend) Now() time.Duration    { return time.Since(b.start) }
func (b *backend) Sleep(d time.Duration) { time.Sleep(d) }

func (b *backend) Later(d time.Duration, f func(conform.Instance)) {
	b.later.Add(1)
	time.AfterFunc(d, func() {
		defer b.later.Done()
		f(b)
	})
}

// theirs and ours turn numbers into those of the server, and back.
func (b *backend) theirs(l engine.Lease) engine.Lease {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l > 0 && int(l) <= len(b.leases) {
		return b.leases[l-1]
	}
	return l
}

func (b *backend) ours(kvs []engine.KV) (all []engine.KV) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, kv := range kvs {
		if kv.Mod != 0 {
			kv.Create, kv.Mod = kv.Create-b.base, kv.Mod-b.base
		}
		if kv.Lease != 0 {
			kv.Lease = engine.Lease(1 + slices.Index(b.leases, kv.Lease))
		}
		all = append(all, kv)
	}
	return all
}

func (b *backend) ops(ops []engine.Op) (all []engine.Op) {
	for _, op := range ops {
		op.Lease = b.theirs(op.Lease)
		all = append(all, op)
	}
	return all
}

func (b *backend) Txn(t engine.Txn) (r engine.TxnResult, err error) {
	t.If = slices.Clone(t.If)
	for i := range t.If {
		if t.If[i].Mod != 0 {
			t.If[i].Mod += b.base
		}
	}
	t.Then, t.Else, t.Generation = b.ops(t.Then), b.ops(t.Else), t.Generation+b.cluster
	err = b.call(func(ctx context.Context) (err error) {
		r, err = b.store.Txn(ctx, t)
		return err
	})
	if err != nil {
		return engine.TxnResult{}, err
	}
	// A member that lags may be further back than where this store begins: there, it is empty.
	r.Revision, r.Generation = max(r.Revision-b.base, 0), r.Generation-b.cluster
	for i := range r.Reads {
		r.Reads[i] = b.ours(r.Reads[i])
	}
	return r, nil
}

// Await waits; without time to wait it gathers all that there is to be told by now, as the
// bodies want it, since a watch that is asked to answer at once may answer nothing.
func (b *backend) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	if wait > 0 {
		return b.await(prefix, after, wait)
	}
	now, last, err := b.upTo(prefix, after)
	if err != nil {
		return engine.News{}, err
	}
	news := engine.News{Revision: after}
	for news.Revision < last {
		more, err := b.await(prefix, news.Revision, embedded.Patience)
		if err != nil {
			return engine.News{}, err
		}
		for _, kv := range more.KVs {
			news.KVs = append(slices.DeleteFunc(news.KVs, func(k engine.KV) bool { return k.Key == kv.Key }), kv)
		}
		news.Revision = more.Revision
	}
	if len(news.KVs) > 0 {
		news.Revision = now
	}
	return news, nil
}

func (b *backend) await(prefix string, after int64, wait time.Duration) (news engine.News, err error) {
	err = b.call(func(ctx context.Context) (err error) {
		news, err = b.store.Await(ctx, engine.Await{Prefix: prefix, After: b.base + after, Wait: wait})
		return err
	})
	return engine.News{KVs: b.ours(news.KVs), Revision: news.Revision - b.base}, err
}

// upTo is the store's revision, and the last one that is to be told of a prefix.
func (b *backend) upTo(prefix string, after int64) (now, last int64, err error) {
	now, _, err = b.now()
	if err != nil || now <= b.base+after {
		return now - b.base, 0, err
	}
	return now - b.base, b.seen.last(b.root+prefix, now) - b.base, nil
}

func (b *backend) Grant(ttl time.Duration) (engine.Lease, error) {
	var id engine.Lease
	err := b.call(func(ctx context.Context) (err error) {
		id, err = b.store.Grant(ctx, engine.Grant{TTL: ttl})
		return err
	})
	if err != nil {
		return 0, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.leases = append(b.leases, id)
	return engine.Lease(len(b.leases)), nil
}

func (b *backend) KeepAlive(l engine.Lease) error {
	return b.call(func(ctx context.Context) error { return b.store.KeepAlive(ctx, engine.KeepAlive{Lease: b.theirs(l)}) })
}

func (b *backend) Revoke(l engine.Lease) error {
	return b.call(func(ctx context.Context) error { return b.store.Revoke(ctx, engine.Revoke{Lease: b.theirs(l)}) })
}

func (b *backend) Compact(rev int64) error {
	return b.call(func(ctx context.Context) error {
		_, err := b.others.Compact(ctx, b.base+rev)
		return err
	})
}

func (b *backend) Elsewhere() error {
	return b.call(func(ctx context.Context) error {
		_, err := b.others.Put(ctx, "elsewhere", "")
		return err
	})
}

func (b *backend) Elect() error { return b.elect() }

// Break ends all watches that stand.
func (b *backend) Break() error {
	b.store.feeds.mu.Lock()
	defer b.store.feeds.mu.Unlock()
	for _, f := range b.store.feeds.of {
		f.stop()
		f.ends(waited(nil), 0)
	}
	return nil
}
