package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/sim/deploy"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// An observer sees the store: all that it holds at each revision, from the first on, and who
// wrote it, since every write of anybody passes here. It tells the witness of each revision
// once it knows both, in their order.
type observer struct {
	r      *run
	client *clientv3.Client
	ways   map[*machine]*etcd.Store // each machine's to the store
	waits  context.Context          // of all waits for news; it ends, and is made anew, when they break
	breaks context.CancelFunc

	hangsUp context.CancelFunc // ends the watch

	told    []revision // not noted yet, in order
	last    int64      // that was told
	noted   int64      // up to which the witness knows all
	early   time.Duration
	calls   []*call              // that may have brought about what is not noted yet
	stands  map[string]engine.KV // what the store holds, as far as it is noted
	ttls    map[engine.Lease]time.Duration
	changed chan struct{} // closed, and made anew, when more is noted
	settled bool          // no call is under way any more
}

// A revision is what one revision has changed.
type revision struct {
	n       int64
	changes []deploy.Change
	at      time.Duration // it was told
}

// A call is one request that may write to the store.
type call struct {
	deploy.Doing
	then, otherwise []engine.Op  // of a transaction
	lease           engine.Lease // of the end of one
	ended           bool
	rev             int64 // that it says it has written; 0: none, or it does not say
	unsure          bool  // nobody was told what became of it
}

const patience = 10 * time.Second

// newObserver begins to watch, from the first revision on.
func newObserver(r *run, g ground) (*observer, error) {
	o := &observer{r: r, last: 1, noted: 1,
		stands: map[string]engine.KV{}, ttls: map[engine.Lease]time.Duration{}, changed: make(chan struct{})}
	ways, err := r.waysTo(g)
	if err != nil {
		return nil, err
	}
	o.ways = ways
	o.waits, o.breaks = context.WithCancel(r.ctx)
	o.client, err = clientv3.New(clientv3.Config{Endpoints: g.endpoints(), DialTimeout: patience, Logger: zap.NewNop()})
	if err != nil {
		return nil, fmt.Errorf("the store cannot be watched: %w", err)
	}
	if err := o.watches(1); err != nil {
		return nil, err
	}
	return o, o.warms()
}

// waysTo are each machine's to the store.
func (r *run) waysTo(g ground) (map[*machine]*etcd.Store, error) {
	ways := map[*machine]*etcd.Store{}
	for _, m := range slices.Concat(r.workers, r.nodes) {
		if !g.direct() {
			break
		}
		way, err := etcd.Open(etcd.Access{Endpoints: g.endpoints()})
		if err != nil {
			return nil, err
		}
		ways[m] = way
	}
	return ways, nil
}

// watches has the store tell of all from a revision on.
func (o *observer) watches(from int64) error {
	ctx, cancel := context.WithCancel(context.Background())
	o.hangsUp = cancel
	created := make(chan struct{})
	go o.watch(ctx, from, created)
	select {
	case <-created:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("the store cannot be watched: no answer within %s", patience)
	}
}

// warms has every way to the store be open before the run begins.
func (o *observer) warms() error {
	ctx, cancel := context.WithTimeout(o.r.ctx, patience)
	defer cancel()
	failed := make(chan error, len(o.ways))
	for _, way := range o.ways {
		go func() {
			_, err := way.Txn(ctx, engine.Txn{Then: []engine.Op{engine.Prefix("")}})
			failed <- err
		}()
	}
	for range o.ways {
		if err := <-failed; err != nil {
			return fmt.Errorf("the store does not answer: %w", err)
		}
	}
	return nil
}

func (o *observer) close() {
	o.breaks()
	for _, way := range o.ways {
		way.Close()
	}
	_ = o.client.Close() // nothing is under way
}

func (o *observer) watch(ctx context.Context, from int64, created chan struct{}) {
	for w := range o.client.Watch(ctx, "\x00", clientv3.WithFromKey(), clientv3.WithRev(from), clientv3.WithCreatedNotify()) {
		if ctx.Err() != nil {
			return // nobody listens any more
		}
		if w.Created {
			close(created)
		}
		o.hears(&w)
	}
}

// hears takes what the watch tells, of whole revisions.
func (o *observer) hears(w *clientv3.WatchResponse) {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	if err := w.Err(); err != nil {
		o.r.misses(fmt.Sprintf("the watch of the store ended after revision %d: %v", o.last, err))
		return
	}
	now := o.r.now()
	for _, e := range w.Events {
		if n := e.Kv.ModRevision; n != o.last {
			if n != o.last+1 {
				o.r.misses(fmt.Sprintf("the store told of revision %d after %d", n, o.last))
			}
			o.last = n
			o.told = append(o.told, revision{n: n, at: now})
		}
		rev := &o.told[len(o.told)-1]
		rev.changes = append(rev.changes, deploy.Change{Revision: rev.n, KV: kvOf(e.Kv)})
	}
	o.notes()
}

// kvOf is what the store says of a key; of a deleted one there is the name alone.
func kvOf(kv *mvccpb.KeyValue) engine.KV {
	out := engine.KV{Key: string(kv.Key)}
	if kv.CreateRevision != 0 {
		out.Value, out.Create, out.Mod, out.Lease = kv.Value, kv.CreateRevision, kv.ModRevision, engine.Lease(kv.Lease)
	}
	return out
}

// notes tells the witness of all that is known to the end, in order.
func (o *observer) notes() {
	before := o.noted
	for len(o.told) > 0 {
		c, known := o.author(&o.told[0])
		if !known {
			break
		}
		o.note(&o.told[0], c)
		o.told = o.told[1:]
	}
	if o.noted != before {
		close(o.changed)
		o.changed = make(chan struct{})
	}
}

// author is the call that has written a revision; nil: the store did by itself. Not known:
// a call that is under way may have.
func (o *observer) author(rev *revision) (by *call, known bool) {
	for _, c := range o.calls {
		if c.rev == rev.n {
			return c, true
		}
	}
	for _, c := range o.calls {
		switch {
		case !o.fits(c, rev):
		case !c.ended && !o.settled:
			return nil, false
		case c.unsure || !c.ended:
			by = c
		}
	}
	return by, true
}

// fits says that a call may have written a revision: that it is what it asked for.
func (o *observer) fits(c *call, rev *revision) bool {
	if c.rev != 0 || c.Sent > rev.at {
		return false
	}
	if c.lease != 0 {
		return o.ends(rev) == c.lease
	}
	return wrote(c.then, rev.changes) || wrote(c.otherwise, rev.changes)
}

// wrote says that operations bring about just these changes, where they delete something
// perhaps nothing.
func wrote(ops []engine.Op, changes []deploy.Change) bool {
	left := map[string]*deploy.Change{}
	for i := range changes {
		left[changes[i].KV.Key] = &changes[i]
	}
	for i := range ops {
		op, c := &ops[i], left[ops[i].Key]
		switch {
		case op.Kind == engine.OpPut:
			if c == nil || c.KV.Mod == 0 || string(c.KV.Value) != string(op.Value) || c.KV.Lease != op.Lease {
				return false
			}
		case op.Kind == engine.OpDelete && c != nil:
			if c.KV.Mod != 0 {
				return false
			}
		default:
			continue
		}
		delete(left, op.Key)
	}
	return len(left) == 0 && len(changes) > 0
}

// ends is the lease that a revision may be the end of; 0: it is none's.
func (o *observer) ends(rev *revision) (l engine.Lease) {
	for i := range rev.changes {
		kv := &rev.changes[i].KV
		of := o.stands[kv.Key].Lease
		if kv.Mod != 0 || of == 0 || l != 0 && of != l {
			return 0
		}
		l = of
	}
	return l
}

// note tells the witness of a revision.
func (o *observer) note(rev *revision, c *call) {
	how := deploy.Doing{By: o.r.store.selfName(), Early: o.early, At: rev.at}
	switch {
	case c != nil:
		how.Cause, how.By, how.Sent = c.Cause, c.By, c.Sent
		how.Early = max(o.early, c.Sent)
		if c.ended && !c.unsure {
			how.At = max(how.Early, min(rev.at, c.At))
		}
		c.rev = rev.n
	case o.ends(rev) != 0:
		o.r.witness.Leased(o.ends(rev), checker.LeaseExpired, 0, rev.n, how)
	default:
		o.r.misses(fmt.Sprintf("nobody is known to have written revision %d", rev.n))
	}
	o.early = how.Early
	o.r.witness.Wrote(rev.changes, how)
	for i := range rev.changes {
		if kv := rev.changes[i].KV; kv.Mod == 0 {
			delete(o.stands, kv.Key)
		} else {
			o.stands[kv.Key] = kv
		}
	}
	o.noted = rev.n
}

// begins notes that a call is about to be made.
func (o *observer) begins(c *call) *call {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	c.Sent = o.r.now()
	o.forgets()
	o.calls = append(o.calls, c)
	return c
}

// forgets lets go of calls of which nothing more can come.
func (o *observer) forgets() {
	left := o.calls[:0]
	for _, c := range o.calls {
		if over := c.ended && !c.unsure && (c.rev == 0 || c.rev <= o.noted); !over {
			left = append(left, c)
		}
	}
	clear(o.calls[len(left):])
	o.calls = left
}

// ended notes what has come of a call, and waits until what it has written is noted, so that
// what follows from the answer finds it there.
func (o *observer) ended(c *call, rev int64, err error) {
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	c.ended, c.At, c.unsure = true, o.r.now(), unsure(err)
	if err == nil && rev > o.noted {
		c.rev = rev
	}
	o.notes()
	for until := time.Now().Add(time.Second); o.noted < rev && time.Now().Before(until); {
		changed := o.changed
		o.r.mu.Unlock()
		select {
		case <-changed:
		case <-time.After(time.Until(until)):
		}
		o.r.mu.Lock()
	}
}

// unsure says that an error does not tell that nothing was done.
func unsure(err error) bool {
	return err != nil && !errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, engine.ErrLeaseGone) && !errors.Is(err, engine.ErrRejected)
}

// settle waits for all that the store has to tell, and proves that nothing was missed: the
// last revision was told, each by somebody, and what they come to is what the store holds.
func (o *observer) settle() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	held, err := o.client.Get(ctx, "\x00", clientv3.WithFromKey())
	o.r.mu.Lock()
	defer o.r.mu.Unlock()
	if err != nil {
		o.r.misses(fmt.Sprintf("the store does not say which revision is its last: %v", err))
		return
	}
	for o.last < held.Header.Revision && ctx.Err() == nil {
		o.r.mu.Unlock()
		pass(ctx, 5*time.Millisecond)
		o.r.mu.Lock()
	}
	o.settled = true
	o.notes()
	o.audit(held)
}

// audit holds what the revisions come to against what the store holds.
func (o *observer) audit(held *clientv3.GetResponse) {
	if o.noted < held.Header.Revision {
		o.r.misses(fmt.Sprintf("the store is at revision %d, and was seen up to %d", held.Header.Revision, o.noted))
		return
	}
	for _, kv := range held.Kvs {
		is := o.stands[string(kv.Key)]
		if is.Mod != kv.ModRevision && is.Mod <= held.Header.Revision {
			o.r.misses(fmt.Sprintf("the store holds %s of revision %d, and was seen to write %d", kv.Key, kv.ModRevision, is.Mod))
		}
	}
}
