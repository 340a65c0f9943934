package conform

import (
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
func (w *waiting) chain() {
	const changes = 60
	var done atomic.Int32
	for i := range changes {
		w.b.Later(soon*time.Duration(i/4)/4, func() {
			defer done.Add(1)
			k := "a/" + strconv.Itoa(i%7)
			switch {
			case i%5 == 4:
				w.write(del(k), put("b", "x"))
			case i%3 == 0:
				w.write(put("b", strconv.Itoa(i)))
			default:
				w.write(put(k, strconv.Itoa(i)))
			}
		})
	}
	w.follow(func() bool { return done.Load() == changes })
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
// holds what was told against what is there.
func (w *waiting) follow(done func() bool) {
	told := map[string]string{}
	for after := int64(0); ; {
		last := done()
		news, _ := w.await("a/", after, brief)
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
		after = news.Revision
	}
	w.sameAsRead(told)
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
