package follow

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"

	"go.etcd.io/etcd/api/v3/mvccpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// Listener is told what a store shows, from one goroutine.
type Listener interface {
	Begins(Beginning)
	Takes(Revision)
	// Looked takes it that a read was sent at some time and found the store at a revision.
	Looked(sent time.Duration, revision int64)
	// Through takes it that all has been told up to a revision, as far as somebody looked.
	Through(revision int64)
	// Waits says that the store does not answer, and why; nil: it does again.
	Waits(err error)
}

// A Beginning is what the store held at a revision, with which following begins.
type Beginning struct {
	Revision int64
	Held     []engine.KV
	At       time.Duration
	// Was is where the store was then. What is told up to it was there before anybody looked, and
	// nobody knows since when: etcd keeps no times.
	Was    int64
	Missed string // what was, if anything
}

// Past says that there is something to be told of that was there before.
func (b *Beginning) Past() bool { return b.Was > b.Revision }

// A Lookout follows a store.
type Lookout struct {
	Access etcd.Access
	From   int64                // revision to begin at; 0: the one that there is
	Every  time.Duration        // a look at where the store is
	Clock  func() time.Duration // time that has passed

	client  *clientv3.Client
	cluster uint64
	next    int64 // revision that is watched for
	was     int64 // the store was at it when following began
	told    atomic.Int64
	away    bool
	to      Listener
}

// patience is how long the store may take to answer.
const patience = 10 * time.Second

// page is how many keys are read at once.
const page = 1000

// Lost says that nothing can be followed here, now or ever.
type Lost struct{ error }

func (l Lost) Unwrap() error { return l.error }

// Follow tells of the store until it is told to stop. An error is one of the beginning: that
// there is no such store, or none that may be read.
func (s *Lookout) Follow(ctx context.Context, to Listener) error {
	s.to = to
	client, err := etcd.Dial(ctx, s.Access)
	if err != nil {
		return s.reason(ctx, err)
	}
	s.client = client
	defer func() { _ = client.Close() }() // nothing is under way
	if err := s.begin(ctx, s.From, ""); err != nil {
		return s.reason(ctx, err)
	}
	for ctx.Err() == nil {
		why := s.watch(ctx)
		for why != nil && ctx.Err() == nil {
			if why = s.goesOn(ctx, why); why != nil {
				s.waits(why)
				pause(ctx, s.Every)
			}
		}
	}
	return nil
}

// goesOn sees to it that there is something to watch after a watch has ended.
func (s *Lookout) goesOn(ctx context.Context, why error) error {
	var gap missed
	if errors.As(why, &gap) {
		return s.begin(ctx, 0, gap.why)
	}
	s.waits(why)
	pause(ctx, s.Every)
	return nil
}

// A missed is that something cannot be followed any more.
type missed struct{ why string }

func (m missed) Error() string { return m.why }

// begin reads what the store holds: before a revision, or now.
func (s *Lookout) begin(ctx context.Context, from int64, why string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at, was := int64(0), int64(0)
	if from > 1 {
		at = from - 1
	}
	sent := s.Clock()
	var held []engine.KV
	root := s.Access.Root
	for key := s.first(); ; {
		r, err := s.client.Get(ctx, key, clientv3.WithRange(s.end()), clientv3.WithRev(at), clientv3.WithLimit(page))
		if err != nil {
			return beginning(from, err)
		}
		s.cluster = r.Header.ClusterId
		if was == 0 {
			was = r.Header.Revision
		}
		if at == 0 {
			at = r.Header.Revision
		}
		if from == 1 { // nothing was there
			break
		}
		for _, kv := range r.Kvs {
			held = append(held, kvOf(root, kv))
		}
		if !r.More {
			break
		}
		key = string(r.Kvs[len(r.Kvs)-1].Key) + "\x00"
	}
	if from == 1 {
		at = 0
	}
	s.next, s.was = at+1, was
	s.told.Store(at)
	s.to.Begins(Beginning{Revision: at, Held: held, At: s.Clock(), Was: was, Missed: why})
	s.to.Looked(sent, was)
	return nil
}

// first and end are of all that is below the root.
func (s *Lookout) first() string {
	if s.Access.Root == "" {
		return "\x00"
	}
	return s.Access.Root
}

func (s *Lookout) end() string {
	if s.Access.Root == "" {
		return "\x00"
	}
	return clientv3.GetPrefixRangeEnd(s.Access.Root)
}

func beginning(from int64, err error) error {
	switch {
	case errors.Is(err, rpctypes.ErrCompacted):
		return Lost{fmt.Errorf("revision %d was compacted away: begin at a later one, or without --from-revision at the present", from)}
	case errors.Is(err, rpctypes.ErrFutureRev):
		return Lost{fmt.Errorf("the store has not come to revision %d: begin at an earlier one, or without --from-revision at the present", from)}
	case errors.Is(err, rpctypes.ErrPermissionDenied), errors.Is(err, rpctypes.ErrUserEmpty), errors.Is(err, rpctypes.ErrAuthFailed):
		return Lost{fmt.Errorf("etcd lets this user not read here; a user with the right to read all below the prefix is enough: %w", err)}
	}
	return err
}

// watch tells of what comes, and looks at where the store is, until that goes wrong.
func (s *Lookout) watch(ctx context.Context) error {
	ctx, stop := context.WithCancel(clientv3.WithRequireLeader(ctx))
	defer stop()
	news := s.client.Watch(ctx, s.first(), clientv3.WithRange(s.end()), clientv3.WithRev(s.next), clientv3.WithPrevKV(), clientv3.WithCreatedNotify())
	looks := make(chan look)
	go s.looks(ctx, looks)
	saw := int64(0) // up to which it is not known yet that all is told; 0: none
	through := func() {
		if saw != 0 && s.next > saw {
			s.to.Through(s.next - 1)
			saw = 0
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case l := <-looks:
			if l.err == nil {
				l.err = s.sane(&l)
			}
			if gap := (missed{}); errors.As(l.err, &gap) {
				return l.err
			}
			if s.waits(l.err); l.err != nil {
				continue
			}
			s.to.Looked(l.sent, l.revision)
			if saw = l.revision; s.next <= saw {
				_ = s.client.RequestProgress(ctx) // or else the next one does
			}
		case w, more := <-news:
			if !more {
				return errors.New("the watch has ended")
			}
			if err := s.hears(&w); err != nil {
				return err
			}
		}
		through()
	}
}

// sane says that what was looked at is still the store that was followed.
func (s *Lookout) sane(l *look) error {
	if err := s.same(l.cluster); err != nil {
		return err
	}
	if l.revision < l.told {
		return missed{fmt.Sprintf("the store is at revision %d, and was at %d: it was put back to an older copy, which no deployment may live through unnoticed; what happened in between is not judged", l.revision, l.told)}
	}
	return nil
}

// same says that it is the same cluster.
func (s *Lookout) same(cluster uint64) error {
	if cluster == s.cluster {
		return nil
	}
	return missed{fmt.Sprintf("another cluster answers here, %x, and not %x: the store was restored, or the endpoints lead elsewhere; what happened in between is not judged", cluster, s.cluster)}
}

// hears takes what the watch tells.
func (s *Lookout) hears(w *clientv3.WatchResponse) error {
	// First, since the client makes errors of its own, in which no cluster is named.
	if err := w.Err(); err != nil && w.CompactRevision == 0 {
		return err
	}
	if err := s.same(w.Header.ClusterId); err != nil {
		return err
	}
	if w.CompactRevision != 0 {
		return missed{fmt.Sprintf("revisions %d to %d were compacted before they were read: what happened in them is not judged", s.next, w.CompactRevision)}
	}
	now := s.Clock()
	for i := 0; i < len(w.Events); {
		r := Revision{N: w.Events[i].Kv.ModRevision, At: now, Past: w.Events[i].Kv.ModRevision <= s.was}
		for ; i < len(w.Events) && w.Events[i].Kv.ModRevision == r.N; i++ {
			r.Changes = append(r.Changes, s.changeOf(w.Events[i]))
		}
		s.next = r.N + 1
		s.told.Store(r.N)
		s.to.Takes(r)
	}
	if w.IsProgressNotify() {
		s.next = max(s.next, w.Header.Revision+1)
	}
	return nil
}

func (s *Lookout) changeOf(e *clientv3.Event) Change {
	c := Change{KV: kvOf(s.Access.Root, e.Kv)}
	if e.PrevKv != nil {
		c.Before = e.PrevKv.Value
	}
	return c
}

// kvOf is what the store says of a key; of a deleted one there is the name alone.
func kvOf(root string, kv *mvccpb.KeyValue) engine.KV {
	out := engine.KV{Key: strings.TrimPrefix(string(kv.Key), root)}
	if kv.CreateRevision != 0 {
		out.Value, out.Create, out.Mod, out.Lease = kv.Value, kv.CreateRevision, kv.ModRevision, engine.Lease(kv.Lease)
	}
	return out
}

// A look is one read of where the store is.
type look struct {
	sent     time.Duration
	revision int64
	told     int64 // what had been told before it was sent
	cluster  uint64
	err      error
}

// looks asks the store where it is, again and again.
func (s *Lookout) looks(ctx context.Context, to chan<- look) {
	for ctx.Err() == nil {
		l := look{sent: s.Clock(), told: s.told.Load()}
		asked, cancel := context.WithTimeout(ctx, patience)
		r, err := s.client.Get(asked, s.first(), clientv3.WithKeysOnly())
		cancel()
		if l.err = err; err == nil {
			l.revision, l.cluster = r.Header.Revision, r.Header.ClusterId
		}
		select {
		case to <- l:
		case <-ctx.Done():
		}
		pause(ctx, s.Every)
	}
}

// waits tells once that the store does not answer, and once that it does again.
func (s *Lookout) waits(err error) {
	if away := err != nil; away != s.away {
		s.away = away
		s.to.Waits(err)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
