package conform

import (
	"strings"

	"pawl/engine"
)

// room is how large a transaction that writes may be, margin more than what a store
// may count besides keys and values.
const (
	room   = 3 << 19
	margin = 4 << 10
)

// limits wants a transaction that is too large to be refused, and to change nothing.
func (w *waiting) limits() {
	large := func(key string, bytes int) engine.Op { return put(key, strings.Repeat("x", bytes)) }
	rev := w.write(large("a", room-margin))
	for _, c := range []struct {
		name string
		txn  engine.Txn
	}{
		{"one value", engine.Txn{Then: []engine.Op{large("a", room)}}},
		{"several values", engine.Txn{Then: []engine.Op{large("a", room/2), large("b", room/2)}}},
		{"a key", engine.Txn{Then: []engine.Op{put(strings.Repeat("k", room), "")}}},
		{"in the branch that does not run", engine.Txn{If: at("a", rev+1), Then: []engine.Op{large("a", room)}, Else: []engine.Op{put("a", "")}}},
		{"the key of a condition", engine.Txn{If: at(strings.Repeat("k", room), 0), Then: []engine.Op{put("a", "")}}},
		{"the key of a read", engine.Txn{Then: []engine.Op{put("a", ""), get(strings.Repeat("k", room))}}},
	} {
		if _, err := w.b.Txn(c.txn); outcome(err) != errRefused.Error() {
			w.t.Errorf("%s of more than %d bytes: %v", c.name, room, err)
		}
	}
	r, err := w.b.Txn(engine.Txn{Then: []engine.Op{get("a"), get(strings.Repeat("k", room))}})
	if err != nil || r.Revision != rev || len(r.Reads[0]) != 1 || len(r.Reads[0][0].Value) != room-margin {
		w.t.Errorf("a large read after all that was refused: revision %d, want %d; %v", r.Revision, rev, err)
	}
}
