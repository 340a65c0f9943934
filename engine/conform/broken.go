package conform

import (
	"errors"
	"fmt"
	"time"

	"pawl/engine"
)

// breaks wants a wait that breaks to say so, and one from the same revision to tell
// what came meanwhile.
func (w *waiting) breaks() {
	w.did("break", w.b.Break()) // of nothing
	rev := w.write(put("a/1", "x"))
	w.b.Later(soon, func(s Instance) { w.did("break", s.Break()) })
	began := w.b.Now()
	news, err := w.b.Await("a/", rev, long)
	if took := w.b.Now() - began; !errors.Is(err, engine.ErrUnavailable) || took >= long {
		w.t.Fatalf("a wait that was broken: after %s, revision %d %s, %v", took, news.Revision, kvText(news.KVs), err)
	}
	w.write(put("a/2", "x"), del("a/1"))
	news, took := w.await("a/", rev, long)
	w.told(news, took, rev+1, fmt.Sprintf("a/2@%d", rev+1), "a/1@0")
	w.soon(put("a/3", "x"))
	news, took = w.await("a/", rev+1, long)
	w.told(news, took, rev+2, fmt.Sprintf("a/3@%d", rev+2))
}

// brokenChain wants a chain of waits to miss nothing though some of them break.
func (w *waiting) brokenChain() {
	w.mayBreak = true
	done := w.manyChanges()
	for i := range 10 {
		w.b.Later(soon/10+time.Duration(i)*3*soon/8, func(s Instance) { w.did("break", s.Break()) })
	}
	w.follow(done)
}
