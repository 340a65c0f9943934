package conform

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"pawl/engine"
)

// A chain of waits, each from the revision that the one before it gave, has told
// the last state of every key.

// chain changes keys while it waits for news of them.
func (w *waiting) chain() { w.follow(w.manyChanges()) }

// manyChanges has keys changed, one after another, and says whether all have been.
func (w *waiting) manyChanges() (done func() bool) {
	const changes = 60
	var made atomic.Int32
	for i := range changes {
		w.b.Later(soon*time.Duration(i/4)/4, func(s Instance) {
			defer made.Add(1)
			k := "a/" + strconv.Itoa(i%7)
			switch {
			case i%5 == 4:
				w.writeOn(s, del(k), put("b", "x"))
			case i%3 == 0:
				w.writeOn(s, put("b", strconv.Itoa(i)))
			default:
				w.writeOn(s, put(k, strconv.Itoa(i)))
			}
		})
	}
	return func() bool { return made.Load() == changes }
}

// longPast has more to be told at once than a store may tell in one piece.
func (w *waiting) longPast() {
	for i := range 1500 {
		w.write(put("a/"+strconv.Itoa(i%1200), strconv.Itoa(i)))
	}
	w.write(del("a/3"))
	w.follow(func() bool { return true })
}

// follow chains waits from revision 0 until nothing is to come any more, and then
// holds what was told against what is there, and against what was written.
func (w *waiting) follow(done func() bool) {
	told := map[string]string{}
	var pieces []piece
	after := int64(0)
	for rounds := 0; ; rounds++ {
		if rounds == 1000 {
			w.t.Fatalf("after %d waits there is still something to tell after revision %d", rounds, after)
		}
		last := done()
		news, err := w.b.Await("a/", after, brief)
		if w.mayBreak && errors.Is(err, engine.ErrUnavailable) { // and nothing learned
			w.b.Sleep(soon)
			continue
		}
		if err != nil {
			w.t.Fatalf("await after %d: %v", after, err)
		}
		if len(news.KVs) == 0 && last {
			break
		}
		for _, kv := range news.KVs {
			if kv.Mod > news.Revision || kv.Mod != 0 && kv.Mod <= after {
				w.t.Fatalf("news of what was after %d, up to %d: %s", after, news.Revision, kvText(news.KVs))
			}
			told[kv.Key] = kvText([]engine.KV{kv})
			if kv.Mod == 0 {
				delete(told, kv.Key)
			}
		}
		pieces = append(pieces, piece{after, news})
		after = news.Revision
	}
	w.sameAsRead(told)
	w.sameAsWritten(pieces)
}

// piece is what one wait of a chain has told.
type piece struct {
	after int64
	news  engine.News
}

// sameAsWritten holds what waits have told against the writes that are known: each is
// told by the wait that it falls into, or a later one of the same key is.
func (w *waiting) sameAsWritten(pieces []piece) {
	w.t.Helper()
	for _, m := range w.made.all() {
		i := slices.IndexFunc(pieces, func(p piece) bool { return p.after < m.rev && m.rev <= p.news.Revision })
		if i < 0 || !slices.ContainsFunc(pieces[i].news.KVs, func(kv engine.KV) bool { return kv.Key == m.key && (kv.Mod >= m.rev || kv.Mod == 0) }) {
			w.t.Fatalf("of %q, written at revision %d, no wait has told", m.key, m.rev)
		}
	}
}

// sameAsRead holds what waits have told of each key against a read.
func (w *waiting) sameAsRead(told map[string]string) {
	w.t.Helper()
	r, err := w.b.Txn(engine.Txn{Then: []engine.Op{prefix("a/")}})
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	for _, kv := range r.Reads[0] {
		if there := kvText([]engine.KV{kv}); told[kv.Key] != there {
			w.t.Fatalf("told %q last, and there is %s", told[kv.Key], there)
		}
		delete(told, kv.Key)
	}
	if len(told) > 0 {
		w.t.Fatalf("nothing told that these were deleted: %v", slices.Sorted(maps.Keys(told)))
	}
}
