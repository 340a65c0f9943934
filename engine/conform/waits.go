package conform

import (
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// Times of the waits: soon comes well within brief, and brief well within long.
// Nothing is claimed of how much later than that a real store answers.
const (
	soon  = 50 * time.Millisecond
	brief = 10 * soon
	long  = time.Minute
)

// waits makes a body of what is tried with one store.
func waits(body func(*waiting)) func(T, func() Backend) {
	return func(t T, open func() Backend) { body(&waiting{t: t, b: open()}) }
}

// waiting is one wait under test.
type waiting struct {
	t        T
	b        Backend
	mayBreak bool // so that a wait may be unavailable
	made     made
}

// write runs operations, and gives the revision that they made.
func (w *waiting) write(ops ...engine.Op) int64 {
	w.t.Helper()
	return w.writeOn(w.b, ops...)
}

// soon has somebody else write soon.
func (w *waiting) soon(ops ...engine.Op) {
	w.b.Later(soon, func(s Instance) { w.writeOn(s, ops...) })
}

func (w *waiting) writeOn(s Instance, ops ...engine.Op) int64 {
	w.t.Helper()
	r, err := s.Txn(engine.Txn{Then: ops})
	if err != nil {
		w.t.Errorf("write: %v", err)
		return 0
	}
	w.made.add(r.Revision, ops)
	return r.Revision
}

// await waits, and says how long it took.
func (w *waiting) await(prefix string, after int64, wait time.Duration) (engine.News, time.Duration) {
	w.t.Helper()
	began := w.b.Now()
	news, err := w.b.Await(prefix, after, wait)
	if err != nil {
		w.t.Fatalf("await %q after %d for %s: %v", prefix, after, wait, err)
	}
	return news, w.b.Now() - began
}

// silent wants a wait that lasted as long as it was asked to and learned nothing.
func (w *waiting) silent(news engine.News, after int64, took time.Duration) {
	w.t.Helper()
	if took < brief || len(news.KVs) > 0 || news.Revision != after {
		w.t.Errorf("after %s: revision %d %s; want nothing, after %s, and revision %d, which was asked for",
			took, news.Revision, kvText(news.KVs), brief, after)
	}
}

// told wants a wait that ended before its time and told just this.
func (w *waiting) told(news engine.News, took time.Duration, rev int64, want ...string) {
	w.t.Helper()
	var got []string
	for _, kv := range news.KVs {
		got = append(got, fmt.Sprintf("%s@%d", kv.Key, kv.Mod))
	}
	if took >= long || news.Revision < rev || !slices.Equal(got, want) {
		w.t.Errorf("after %s: revision %d, told %v; want %v, up to revision %d at least, before %s have passed",
			took, news.Revision, got, want, rev, long)
	}
}

func (w *waiting) nothingChanges() {
	rev := w.write(put("a/1", "x"))
	news, took := w.await("a/", rev, brief)
	w.silent(news, rev, took)
}

func (w *waiting) changeEndsIt() {
	rev := w.write(put("a/1", "x"))
	w.soon(put("a/2", "y"), put("b", "y"))
	news, took := w.await("a/", rev, long)
	w.told(news, took, rev+1, fmt.Sprintf("a/2@%d", rev+1))
	w.soon(del("a/1"))
	news, took = w.await("a/", news.Revision, long)
	w.told(news, took, rev+2, "a/1@0")
}

func (w *waiting) changeElsewhere() {
	rev := w.write(put("a/1", "x"))
	w.soon(put("b", "y"), put("a", "y"), put("a0", "y"))
	news, took := w.await("a/", rev, brief)
	w.silent(news, rev, took)

	w.soon(put("b", "z"))
	w.b.Later(2*soon, func(s Instance) { w.did("others write", s.Elsewhere()) })
	w.b.Later(3*soon, func(s Instance) { w.writeOn(s, put("a/2", "z")) })
	news, took = w.await("a/", rev, long)
	w.told(news, took, rev+4, fmt.Sprintf("a/2@%d", rev+4))
}

func (w *waiting) before() {
	rev := w.write(put("a/1", "x"))
	w.write(put("a/2", "x"), put("b", "x"))
	w.write(del("a/1"))
	news, took := w.await("a/", rev, long)
	w.told(news, took, rev+2, fmt.Sprintf("a/2@%d", rev+1), "a/1@0")
}

// leaseRunsOut wants the end of a lease to be told as the deletion of its keys.
func (w *waiting) leaseRunsOut() {
	l, err := w.b.Grant(ttl)
	if err != nil {
		w.t.Fatalf("grant: %v", err)
	}
	w.write(leased("a/1", l), leased("a/2", l), leased("b", l), put("a/3", "x"))
	rev := w.write(put("a/3", "y"))
	news, took := w.await("a/", rev, long)
	w.told(news, took, rev+1, "a/1@0", "a/2@0")
}

// leaseIsRevoked wants a revoke to be told as the deletion of the lease's keys.
func (w *waiting) leaseIsRevoked() {
	l, err := w.b.Grant(longTTL)
	if err != nil {
		w.t.Fatalf("grant: %v", err)
	}
	rev := w.write(leased("a/2", l), leased("a/1", l), leased("b", l))
	w.b.Later(soon, func(s Instance) { w.did("revoke", s.Revoke(l)) })
	news, took := w.await("a/", rev, long)
	w.told(news, took, rev+1, "a/1@0", "a/2@0")
}

// did wants something to have been done.
func (w *waiting) did(what string, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Errorf("%s: %v", what, err)
	}
}
