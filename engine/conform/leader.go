package conform

import (
	"errors"
	"strconv"
	"sync"
	"time"

	"pawl/engine"
)

// outlives wants leases to live their whole time again when the store's leader changes.
func outlives(t T, open func() Backend) { unstalled(t, open, (*expiring).elected) }

func (e *expiring) elected() {
	left, kept := e.grant(ttl, "left/1", "left/2"), e.grant(ttl, "kept")
	e.put(leased("left/1", left.id), leased("left/2", left.id), leased("kept", kept.id))
	e.b.Sleep(ttl / 4)
	if e.look(left, kept); e.stalled || left.over || kept.over {
		e.stalled = true
		return
	}
	left.called, kept.called = e.b.Now(), e.b.Now()
	if err := e.b.Elect(); err != nil {
		e.t.Fatalf("elect: %v", err)
	}
	if e.b.Now()-left.called > ttl*5/8 { // the old leader may have led until then, and ended them
		e.stalled = true
		return
	}
	for limit := e.b.Now() + long; e.leaderless(e.keepNow(kept)); {
		if e.b.Now() > limit {
			e.t.Fatalf("no leader within %s", long)
		}
		e.b.Sleep(ttl / 20)
	}
	e.lookUntil(func() bool { return left.over && kept.over }, left, kept)
	e.gone(left)
	e.gone(kept)
}

// keepNow keeps a lease alive, if there is a leader.
func (e *expiring) keepNow(l *life) error {
	now := e.b.Now()
	err := e.b.KeepAlive(l.id)
	if err == nil {
		l.called = now
	}
	return err
}

// leaderless says whether a call failed as one may that comes while nobody leads the
// store; any other failure is one of the store.
func (e *expiring) leaderless(err error) bool {
	e.t.Helper()
	if err != nil && !errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, engine.ErrUnknown) {
		e.t.Fatalf("while the leader changes: %v", err)
	}
	return err != nil
}

// electedWhileWriting wants what was answered to be true, however the leader changes:
// what was done is there, and what is said not to have happened never does.
func (w *waiting) electedWhileWriting() {
	const writes = 60
	got := outcomes{of: map[int]error{}}
	for i := range writes {
		w.b.Later(time.Duration(i)*soon/2, func(s Instance) {
			_, err := s.Txn(engine.Txn{Then: []engine.Op{put("a/"+strconv.Itoa(i), "x")}})
			got.add(i, err)
		})
	}
	w.b.Later(5*soon, func(s Instance) { w.did("elect", s.Elect()) })
	w.until(func() bool { return got.count() == writes && w.leads() })
	w.b.Sleep(brief) // what hung may still happen

	there := map[string]bool{}
	for _, kv := range w.now().kvs {
		there[kv.Key] = true
	}
	for i := range writes {
		is := there["a/"+strconv.Itoa(i)]
		switch err := got.of[i]; {
		case err == nil && !is:
			w.t.Errorf("write %d was done, and is not there", i)
		case errors.Is(err, engine.ErrUnavailable) && is:
			w.t.Errorf("write %d did not happen, and is there", i)
		case err != nil && !errors.Is(err, engine.ErrUnavailable) && !errors.Is(err, engine.ErrUnknown):
			w.t.Errorf("write %d while the leader changes: %v", i, err)
		}
	}
}

// electedWhileWaiting wants a chain of waits to miss nothing though the leader changes.
func (w *waiting) electedWhileWaiting() {
	w.mayBreak = true
	got := outcomes{of: map[int]error{}}
	const changes = 40
	for i := range changes {
		w.b.Later(time.Duration(i)*soon/2, func(s Instance) {
			ops := []engine.Op{put("a/"+strconv.Itoa(i%7), strconv.Itoa(i))}
			r, err := s.Txn(engine.Txn{Then: ops})
			if err == nil {
				w.made.add(r.Revision, ops)
			}
			got.add(i, err)
		})
	}
	w.b.Later(5*soon, func(s Instance) { w.did("elect", s.Elect()) })
	w.follow(func() bool { return got.count() == changes && w.leads() })
}

// leads says whether the store has a leader that answers.
func (w *waiting) leads() bool {
	_, err := w.b.Txn(engine.Txn{Then: []engine.Op{get("none")}})
	return err == nil
}

// until lets time pass until something holds.
func (w *waiting) until(holds func() bool) {
	w.t.Helper()
	for limit := w.b.Now() + long; !holds(); w.b.Sleep(soon) {
		if w.b.Now() > limit {
			w.t.Fatalf("not all is answered within %s", long)
		}
	}
}

// outcomes are those of calls that several make.
type outcomes struct {
	mu sync.Mutex
	of map[int]error
}

func (o *outcomes) add(i int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of[i] = err
}

func (o *outcomes) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.of)
}
