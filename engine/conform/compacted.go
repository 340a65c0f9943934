package conform

import (
	"errors"
	"fmt"

	"pawl/engine"
)

// pastIsGone wants a wait from a revision that the store has forgotten to be refused
// by name, so that whoever waits knows that it has to read; and no other wait.
func (w *waiting) pastIsGone() {
	first := w.write(put("a/1", "x"))
	w.write(put("a/1", "y"))
	w.write(put("a/2", "y"))
	w.write(del("a/2"))
	last := w.write(put("a/3", "y"))
	w.did("compact", w.b.Compact(last))
	for after := first; after < last-1; after++ {
		if news, err := w.b.Await("a/", after, brief); !errors.Is(err, engine.ErrCompacted) {
			w.t.Errorf("from revision %d, of which the store knows only what is from %d on: %s, %v", after, last, kvText(news.KVs), err)
		}
	}
	news, took := w.await("a/", last-1, long)
	w.told(news, took, last, fmt.Sprintf("a/3@%d", last))
	news, took = w.await("a/", last, brief)
	w.silent(news, last, took)
	w.soon(del("a/1"))
	news, took = w.await("a/", last, long)
	w.told(news, took, last+1, "a/1@0")
	w.reads("a/", fmt.Sprintf(`["a/3" = "y" created %d written %[1]d]`, last))
}

// compactedUnderWay wants a wait that knows all there is to know to go on when the
// store forgets it; once with a machine that keeps up, since one that is slow may come
// to wait only after that.
func compactedUnderWay(t T, open func() Backend) {
	for range 5 {
		w := &waiting{t: t, b: open()}
		rev := w.write(put("a/1", "x"))
		w.b.Later(4*soon, func(s Instance) {
			w.writeOn(s, put("b", "x"))
			w.did("compact", s.Compact(w.writeOn(s, put("b", "y"))))
			w.writeOn(s, put("a/2", "x"))
		})
		began := w.b.Now()
		news, err := w.b.Await("a/", rev, long)
		if err == nil {
			w.told(news, w.b.Now()-began, rev+3, fmt.Sprintf("a/2@%d", rev+3))
			return
		}
		if !errors.Is(err, engine.ErrCompacted) {
			t.Fatalf("await: %v", err)
		}
		t.Log("the wait came late, or did not go on; once more")
	}
	t.Fatalf("no wait that was under way when the store was compacted went on")
}

// reads wants just this under a prefix.
func (w *waiting) reads(under, want string) {
	w.t.Helper()
	r, err := w.b.Txn(engine.Txn{Then: []engine.Op{prefix(under)}})
	if err != nil || kvText(r.Reads[0]) != want {
		w.t.Errorf("under %q there is %v, %v; want %s", under, r.Reads, err, want)
	}
}
