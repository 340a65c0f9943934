package conform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/etcd/embedded"

	"go.etcd.io/etcd/api/v3/mvccpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// TestModel runs them on the model itself, which has to pass by its own lights
// before anything is held against it.
func TestModel(t *testing.T) { Run(t, func(*testing.T) Backend { return NewModel() }, All) }

// TestEtcd runs the programs on a real etcd.
func TestEtcd(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	Run(t, s.open, slices.DeleteFunc(slices.Clone(All), changesLeader))
	t.Run("fresh watch", s.freshWatches)
}

// TestEtcdLeader runs those in which the leader changes, on another server meanwhile.
func TestEtcdLeader(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	Run(t, s.open, slices.DeleteFunc(slices.Clone(All), func(b Promise[Backend]) bool { return !changesLeader(b) }))
}

func changesLeader(b Promise[Backend]) bool { return strings.HasPrefix(b.Name, "leader/") }

const patience = embedded.Patience

// server is an etcd server, with all that it told a watch from its start on.
type server struct {
	etcd   *embedded.Server
	link   atomic.Pointer[clientv3.Client]
	leave  func() // ends the link
	opened []*etcd

	mu     sync.Mutex
	more   *sync.Cond
	events []*clientv3.Event
	broken error
}

func startServer(t *testing.T) *server {
	under, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &server{etcd: under}
	s.more = sync.NewCond(&s.mu)
	if err := s.connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}

// connect makes a client of the server, and follows all it tells.
func (s *server) connect() error {
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{s.etcd.Endpoint()}, Logger: zap.NewNop()})
	if err != nil {
		return fmt.Errorf("no client of etcd: %w", err)
	}
	s.link.Store(c)
	s.follow(c)
	return nil
}

// stop stops it: the client first, whose watches it would wait for.
func (s *server) stop() {
	s.leave()
	s.etcd.Stop()
}

func (s *server) client() *clientv3.Client { return s.link.Load() }

// follow collects every event until the server stops.
func (s *server) follow(c *clientv3.Client) {
	from := int64(1)
	if n := len(s.events); n > 0 {
		from = s.events[n-1].Kv.ModRevision + 1
	}
	ctx, stop := context.WithCancel(context.Background())
	events := c.Watch(ctx, "", clientv3.WithPrefix(), clientv3.WithRev(from))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for r := range events {
			s.mu.Lock()
			s.events = append(s.events, r.Events...)
			if err := r.Err(); err != nil && ctx.Err() == nil {
				s.broken = err
			}
			s.more.Broadcast()
			s.mu.Unlock()
		}
	}()
	s.leave = func() {
		stop()
		<-done
		c.Close()
	}
}

// toldUpTo waits until the watch has told what made a revision, and gives all
// events after another one.
func (s *server) toldUpTo(rev, after int64) ([]*clientv3.Event, error) {
	late := time.AfterFunc(patience, func() {
		s.mu.Lock()
		s.broken = fmt.Errorf("revision %d is not told", rev)
		s.more.Broadcast()
		s.mu.Unlock()
	})
	defer late.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.broken == nil && rev > 1 && (len(s.events) == 0 || s.events[len(s.events)-1].Kv.ModRevision < rev) {
		s.more.Wait()
	}
	i := sort.Search(len(s.events), func(i int) bool { return s.events[i].Kv.ModRevision > after })
	return slices.Clone(s.events[i:]), s.broken
}

// open makes a store of its own: a prefix of all keys, and revisions that count
// from here.
func (s *server) open(t *testing.T) Backend {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := s.client().Get(ctx, "none")
	if err != nil {
		t.Fatalf("etcd does not answer: %v", err)
	}
	b := &etcd{server: s, start: time.Now(), base: r.Header.Revision, cluster: r.Header.ClusterId, space: fmt.Sprintf("%d!", len(s.opened)), waits: map[int]context.CancelFunc{}}
	s.opened = append(s.opened, b)
	t.Cleanup(b.later.Wait)
	return b
}

// etcd is a part of an etcd server that looks like an empty one.
type etcd struct {
	*server
	start   time.Time
	base    int64  // revision at which it was empty
	cluster uint64 // that it is: its generations count from there
	space   string
	leases  []clientv3.LeaseID // lease n is at n-1
	later   sync.WaitGroup     // what was put off and has not happened yet

	breaking sync.Mutex
	waits    map[int]context.CancelFunc // that are under way
	waited   int
}

func (e *etcd) String() string        { return "etcd" }
func (e *etcd) Now() time.Duration    { return time.Since(e.start) }
func (e *etcd) Sleep(d time.Duration) { time.Sleep(d) }

func (e *etcd) Later(d time.Duration, f func(Instance)) {
	e.later.Add(1)
	time.AfterFunc(d, func() {
		defer e.later.Done()
		f(e)
	})
}

// key leaves the empty key empty, since etcd has something to say about it.
func (e *etcd) key(k string) string {
	if k == "" {
		return ""
	}
	return e.space + k
}

func (e *etcd) lease(l engine.Lease) clientv3.LeaseID {
	if l > 0 && int(l) <= len(e.leases) {
		return e.leases[l-1]
	}
	return clientv3.LeaseID(l)
}

func (e *etcd) kv(kv *mvccpb.KeyValue) engine.KV {
	out := engine.KV{Key: strings.TrimPrefix(string(kv.Key), e.space)}
	if kv.CreateRevision == 0 { // deleted; what is left is told by comparing
		return out
	}
	out.Value, out.Create, out.Mod = kv.Value, kv.CreateRevision-e.base, kv.ModRevision-e.base
	if kv.Lease != 0 {
		out.Lease = engine.Lease(1 + slices.Index(e.leases, clientv3.LeaseID(kv.Lease)))
	}
	return out
}

func (e *etcd) op(op engine.Op, stale bool) clientv3.Op {
	var how []clientv3.OpOption
	if stale {
		how = append(how, clientv3.WithSerializable())
	}
	switch op.Kind {
	case engine.OpPut:
		return clientv3.OpPut(e.key(op.Key), string(op.Value), clientv3.WithLease(e.lease(op.Lease)))
	case engine.OpDelete:
		return clientv3.OpDelete(e.key(op.Key))
	case engine.OpGet:
		return clientv3.OpGet(e.key(op.Key), how...)
	}
	from, end := e.space+op.Key, clientv3.GetPrefixRangeEnd(e.space+op.Key)
	if behind := e.space + op.After + "\x00"; op.After != "" && behind > from {
		from = behind
	}
	return clientv3.OpGet(from, append(how, clientv3.WithRange(end), clientv3.WithLimit(int64(op.Limit)))...)
}

func (e *etcd) Txn(t engine.Txn) (engine.TxnResult, error) {
	var ifs []clientv3.Cmp
	for _, c := range t.If {
		mod := c.Mod
		if mod != 0 {
			mod += e.base
		}
		ifs = append(ifs, clientv3.Compare(clientv3.ModRevision(e.key(c.Key)), "=", mod))
	}
	if t.Bound && t.Generation != 0 { // here the connection is always to the same cluster
		ifs = append(ifs, clientv3.Compare(clientv3.ModRevision("none"), "<", 0))
	}
	var branches [2][]clientv3.Op
	for i, ops := range [2][]engine.Op{t.Then, t.Else} {
		for _, op := range ops {
			branches[i] = append(branches[i], e.op(op, t.Stale))
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := e.client().Txn(ctx).If(ifs...).Then(branches[0]...).Else(branches[1]...).Commit()
	if err != nil {
		return engine.TxnResult{}, mapped(err)
	}
	res := engine.TxnResult{Held: r.Succeeded, Revision: r.Header.Revision - e.base, Generation: r.Header.ClusterId - e.cluster}
	for _, op := range r.Responses {
		if read := op.GetResponseRange(); read != nil {
			var kvs []engine.KV
			for _, kv := range read.Kvs {
				kvs = append(kvs, e.kv(kv))
			}
			res.Reads = append(res.Reads, kvs)
		}
	}
	return res, nil
}

// Await asks a watch of its own, if there is time to wait. Without, it says what all
// has been told so far: a watch that is asked to answer at once might answer nothing.
func (e *etcd) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	if wait > 0 {
		return e.watch(prefix, after, wait)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := e.client().Get(ctx, "none")
	if err != nil {
		return engine.News{}, mapped(err)
	}
	events, err := e.toldUpTo(r.Header.Revision, e.base+after)
	if err != nil {
		return engine.News{}, mapped(err)
	}
	news := engine.News{KVs: e.latest(prefix, events), Revision: r.Header.Revision - e.base}
	if len(news.KVs) == 0 {
		news.Revision = after
	}
	return news, nil
}

// watch gives the first answer of a watch. It vouches for no more than its last
// event does: the revision in an answer's header is the store's, and of a long past
// an answer tells only the first thousand revisions.
func (e *etcd) watch(prefix string, after int64, wait time.Duration) (engine.News, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	defer e.breakable(cancel)()
	for r := range e.client().Watch(ctx, e.space+prefix, clientv3.WithPrefix(), clientv3.WithRev(e.base+after+1)) {
		if err := r.Err(); err != nil {
			if ctx.Err() != nil {
				break
			}
			return engine.News{}, mappedWait(err)
		}
		if n := len(r.Events); n > 0 {
			return engine.News{KVs: e.latest(prefix, r.Events), Revision: r.Events[n-1].Kv.ModRevision - e.base}, nil
		}
	}
	if !errors.Is(ctx.Err(), context.DeadlineExceeded) { // the wait was broken, or its client is gone
		return engine.News{}, engine.ErrUnavailable
	}
	return engine.News{Revision: after}, nil
}

// breakable lets a wait be broken until it is over.
func (e *etcd) breakable(cancel context.CancelFunc) (over func()) {
	e.breaking.Lock()
	defer e.breaking.Unlock()
	id := e.waited
	e.waited++
	e.waits[id] = cancel
	return func() {
		e.breaking.Lock()
		defer e.breaking.Unlock()
		delete(e.waits, id)
	}
}

// Break ends all waits.
func (e *etcd) Break() error {
	e.breaking.Lock()
	defer e.breaking.Unlock()
	for _, cancel := range e.waits {
		cancel()
	}
	return nil
}

// Elect stops the server and starts it again: it is a cluster of one, and becomes the
// leader of its next term.
func (e *etcd) Elect() error {
	e.server.stop()
	if err := e.server.etcd.Start(); err != nil {
		return err
	}
	return e.server.connect()
}

// Elsewhere writes a key outside all that tests use.
func (e *etcd) Elsewhere() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := e.client().Put(ctx, "elsewhere", "")
	return err
}

// Compact forgets the past of the whole server; what follows the server's events
// has been told of it before.
func (e *etcd) Compact(rev int64) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := e.toldUpTo(e.base+rev, e.base+rev); err != nil {
		return err
	}
	_, err := e.client().Compact(ctx, e.base+rev)
	return err
}

// latest keeps the last event of each key, in the order in which they came.
func (e *etcd) latest(prefix string, events []*clientv3.Event) []engine.KV {
	var kvs []engine.KV
	seen := map[string]bool{}
	for _, ev := range slices.Backward(events) {
		k := string(ev.Kv.Key)
		if strings.HasPrefix(k, e.space+prefix) && !seen[k] {
			kvs = append(kvs, e.kv(ev.Kv))
		}
		seen[k] = true
	}
	slices.Reverse(kvs)
	return kvs
}

func (e *etcd) Grant(ttl time.Duration) (engine.Lease, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := e.client().Grant(ctx, int64((ttl+time.Second-1)/time.Second))
	if err != nil {
		return 0, mapped(err)
	}
	e.leases = append(e.leases, r.ID)
	return engine.Lease(len(e.leases)), nil
}

func (e *etcd) KeepAlive(l engine.Lease) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := e.client().KeepAliveOnce(ctx, e.lease(l))
	return mapped(err)
}

func (e *etcd) Revoke(l engine.Lease) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, err := e.client().Revoke(ctx, e.lease(l))
	return mapped(err)
}

// mapped makes the port's errors of etcd's; what etcd has not said for certain
// is unknown.
func mapped(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, rpctypes.ErrLeaseNotFound):
		return engine.ErrLeaseGone
	case errors.Is(err, rpctypes.ErrCompacted):
		return engine.ErrCompacted
	case errors.Is(err, rpctypes.ErrDuplicateKey), errors.Is(err, rpctypes.ErrTooManyOps), errors.Is(err, rpctypes.ErrEmptyKey),
		errors.Is(err, rpctypes.ErrRequestTooLarge), errors.Is(err, rpctypes.ErrLeaseTTLTooLarge):
		return errRefused
	}
	return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
}

// mappedWait makes the port's errors of what a watch ends with: it has no effect, so
// that nothing is unknown.
func mappedWait(err error) error {
	if errors.Is(err, rpctypes.ErrCompacted) {
		return engine.ErrCompacted
	}
	return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
}

// freshWatches holds what a watch from a revision in the past tells against what
// was told at the time, on the last of the programs that ran.
func (s *server) freshWatches(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	type pending struct {
		name   string
		want   []string
		events clientv3.WatchChan
	}
	var watches []pending
	for _, e := range s.opened[max(0, len(s.opened)-20):] {
		for i, prefix := range prefixes {
			after := int64(i % 4)
			w := pending{name: fmt.Sprintf("watch of %q after %d", prefix, after)}
			all, err := e.toldUpTo(0, e.base+after)
			if err != nil {
				t.Fatal(err)
			}
			for _, ev := range all {
				if strings.HasPrefix(string(ev.Kv.Key), e.space+prefix) {
					w.want = append(w.want, fmt.Sprint(ev))
				}
			}
			if len(w.want) > 0 {
				w.events = s.client().Watch(ctx, e.space+prefix, clientv3.WithPrefix(), clientv3.WithRev(e.base+after+1))
				watches = append(watches, w)
			}
		}
	}
	if len(watches) == 0 {
		t.Error("no watch had anything to tell")
	}
	for _, w := range watches {
		var got []string
		for len(got) < len(w.want) {
			r, ok := <-w.events
			if !ok || r.Err() != nil {
				t.Fatalf("%s: %v", w.name, r.Err())
			}
			for _, ev := range r.Events {
				got = append(got, fmt.Sprint(ev))
			}
		}
		if !slices.Equal(got, w.want) {
			t.Errorf("%s tells\n%s\nwant\n%s", w.name, strings.Join(got, "\n"), strings.Join(w.want, "\n"))
		}
	}
}
