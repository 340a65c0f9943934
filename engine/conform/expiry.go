package conform

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// ttl is the shortest time that a store grants.
const ttl = 2 * time.Second

// expiry watches leases run out, once with a machine that keeps up: what the
// test keeps alive may run out on one that stalls for as long as a lease lives.
func expiry(t T, open func() Backend) { unstalled(t, open, (*expiring).run) }

// unstalled repeats what a machine that stalls can spoil.
func unstalled(t T, open func() Backend, run func(*expiring)) {
	var why string
	for range 10 {
		e := &expiring{t: t, b: open()}
		if run(e); !e.stalled {
			return
		}
		why = cmp.Or(e.why, fmt.Sprintf("the machine stalled for %s, so that no lease could be kept alive", ttl))
		t.Log(why + "; once more")
	}
	t.Fatalf("always: %s", why)
}

// expiring claims only what holds however slow the machine is. The time of a
// lease starts between the call and its return: until the call plus ttl it must
// be there, from the return plus ttl on nothing revives it, and it ends then or
// later.
type expiring struct {
	t       T
	b       Backend
	stalled bool
	why     string // it counts as that; "": the machine was too slow
}

// life is one lease and the keys written under it.
type life struct {
	id     engine.Lease
	keys   []string
	called time.Duration // the call that started its time
	over   bool
}

func (e *expiring) run() {
	short, plain, kept := e.grant(time.Second, "short"), e.grant(ttl, "plain/1", "plain/2"), e.grant(ttl, "kept", "moved")
	late := e.grant(ttl, "late")
	runsOut := e.b.Now() + ttl
	e.grant(ttl) // without a key it leaves no trace
	e.put(leased("short", short.id), leased("plain/1", plain.id), leased("plain/2", plain.id), leased("moved", plain.id), leased("kept", kept.id))
	e.put(leased("moved", kept.id), leased("detached", plain.id), leased("late", late.id))
	rev := e.put(put("detached", "y"))

	for e.b.Now() < runsOut {
		e.b.Sleep(min(ttl/10, runsOut-e.b.Now()))
		if e.b.Now() < runsOut-ttl/4 {
			e.keep(kept)
		}
		e.look(short, plain, kept, late)
	}
	e.goneOnTime(late)
	e.lookUntil(func() bool { return short.over && plain.over }, short, plain, kept)
	rev = e.changed(rev, 3, kept, "late", "plain/1", "plain/2", "short")
	e.gone(short)
	e.gone(plain)

	e.lookUntil(func() bool { return kept.over }, kept)
	e.changed(rev, 1, nil, "kept", "moved")
	e.gone(kept)
}

// lookUntil looks for leases until something has come of them.
func (e *expiring) lookUntil(over func() bool, leases ...*life) {
	e.t.Helper()
	for limit := e.b.Now() + long; !e.stalled && !over(); {
		if e.b.Now() > limit {
			e.t.Fatalf("leases of %s are still there %s after they should have ended", ttl, long)
		}
		e.b.Sleep(ttl / 20)
		e.look(leases...)
	}
}

func (e *expiring) grant(ask time.Duration, keys ...string) *life {
	e.t.Helper()
	l := &life{keys: keys, called: e.b.Now()}
	var err error
	if l.id, err = e.b.Grant(ask); err != nil {
		e.t.Fatalf("grant: %v", err)
	}
	return l
}

func (e *expiring) put(ops ...engine.Op) int64 {
	e.t.Helper()
	r, err := e.b.Txn(engine.Txn{Then: ops})
	if errors.Is(err, engine.ErrLeaseGone) {
		e.stalled = true
	} else if err != nil {
		e.t.Fatalf("put: %v", err)
	}
	return r.Revision
}

// keep keeps a lease alive and wants it to be there.
func (e *expiring) keep(l *life) {
	e.t.Helper()
	now := e.b.Now()
	err := e.b.KeepAlive(l.id)
	switch {
	case err == nil:
		l.called = now
	case errors.Is(err, engine.ErrLeaseGone):
		e.ended(l)
		e.stalled = true
	default:
		e.t.Fatalf("keepalive: %v", err)
	}
}

// look looks for the keys of leases: all of one are there, or it has ended and
// none is.
func (e *expiring) look(leases ...*life) {
	e.t.Helper()
	r, err := e.b.Txn(engine.Txn{Then: []engine.Op{engine.Prefix("")}})
	if err != nil {
		e.t.Fatalf("read: %v", err)
	}
	for _, l := range leases {
		var there []string
		for _, kv := range r.Reads[0] {
			if slices.Contains(l.keys, kv.Key) {
				there = append(there, kv.Key)
			}
		}
		switch {
		case len(there) == 0:
			e.ended(l)
		case !e.stalled && (l.over || len(there) < len(l.keys)):
			e.t.Fatalf("lease %d has ended: %v; of its keys %q, %q are there", l.id, l.over, l.keys, there)
		}
	}
}

// ended notes that a lease has ended, and wants its time to have passed.
func (e *expiring) ended(l *life) {
	e.t.Helper()
	if lived := e.b.Now() - l.called; lived < ttl && !l.over {
		e.t.Fatalf("lease %d of %s ended within %s", l.id, ttl, lived)
	}
	l.over = true
}

// changed wants the store to be some revisions further, in which just these keys
// were deleted, unless meanwhile the lease kept alive may have run out as well.
func (e *expiring) changed(after, revs int64, kept *life, keys ...string) int64 {
	e.t.Helper()
	news, err := e.b.Await("", after, 0)
	if err != nil {
		e.t.Fatalf("await: %v", err)
	}
	if kept != nil && e.b.Now()-kept.called >= ttl {
		e.stalled = true
	}
	var deleted []string
	for _, kv := range news.KVs {
		if kv.Mod == 0 {
			deleted = append(deleted, kv.Key)
		}
	}
	slices.Sort(deleted)
	if !e.stalled && (news.Revision != after+revs || !slices.Equal(deleted, keys) || len(news.KVs) != len(keys)) {
		e.t.Fatalf("after revision %d the store is at %d and tells %s;\nwant revision %d and %q deleted", after, news.Revision, kvText(news.KVs), after+revs, keys)
	}
	return news.Revision
}

// goneOnTime wants the same as soon as a lease's time has passed. Where a store may change its
// leader by itself, as one does whose machines are starved, the lease has its whole time again,
// and one such run says nothing: many in a row do.
func (e *expiring) goneOnTime(l *life) {
	e.t.Helper()
	s := keepAlive(l.id)
	if got := s.run(e.b); got != "lease gone" && !e.stalled {
		e.stalled, e.why = true, fmt.Sprintf("%s: %s, though its time has passed", s, got)
		return
	}
	e.gone(l)
}

// gone wants every use of a lease to be refused.
func (e *expiring) gone(l *life) {
	e.t.Helper()
	for _, s := range []step{keepAlive(l.id), revoke(l.id), do(leased("gone", l.id))} {
		if got := s.run(e.b); got != "lease gone" && !e.stalled {
			e.t.Fatalf("%s: %s, though its time has passed", s, got)
		}
	}
}
