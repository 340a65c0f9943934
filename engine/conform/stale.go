package conform

import (
	"fmt"
	"slices"
	"strconv"

	"pawl/engine"
)

// stale wants a read that is content with the past to give the store just as it was at
// some revision, the one that it names, conditions included.
func (w *waiting) stale() {
	past := []state{{}}
	for i := range 60 {
		k := "a/" + strconv.Itoa(i%4)
		switch i % 10 {
		case 3:
			w.write(del("a/" + strconv.Itoa((i+2)%4)))
		case 6:
			w.did("others write", w.b.Elsewhere())
		case 9:
			w.did("compact", w.b.Compact(past[len(past)-2].rev))
		default:
			w.write(put(k, strconv.Itoa(i)), put("a/x", strconv.Itoa(i)))
		}
		past = append(past, w.now())
		w.anyOf(past, k)
		w.anyOf(past, "a/"+strconv.Itoa((i+2)%4))
	}
}

// state is all that is under a/ at a revision.
type state struct {
	rev int64
	kvs []engine.KV
}

func (s state) mod(key string) int64 {
	for _, kv := range s.kvs {
		if kv.Key == key {
			return kv.Mod
		}
	}
	return 0
}

func (w *waiting) now() state {
	w.t.Helper()
	r, err := w.b.Txn(engine.Txn{Then: []engine.Op{prefix("a/")}})
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	return state{r.Revision, r.Reads[0]}
}

// anyOf reads, content with the past, and wants one of these states.
func (w *waiting) anyOf(past []state, key string) {
	w.t.Helper()
	last := past[len(past)-1]
	mod := last.mod(key)
	read := []engine.Op{prefix("a/"), get(key)}
	r, err := w.b.Txn(engine.Txn{If: at(key, mod), Then: read, Else: read, Stale: true})
	if err != nil {
		w.t.Fatalf("read of the past: %v", err)
	}
	i := slices.IndexFunc(past, func(s state) bool { return s.rev >= r.Revision })
	if i < 0 {
		w.t.Fatalf("read of the past: revision %d, and the store is at %d", r.Revision, last.rev)
	}
	if past[i].rev > r.Revision {
		i--
	}
	want := past[i]
	var one []engine.KV
	for _, kv := range want.kvs {
		if kv.Key == key {
			one = append(one, kv)
		}
	}
	got := fmt.Sprintf("held %v, %s, %s", r.Held, kvText(r.Reads[0]), kvText(r.Reads[1]))
	was := fmt.Sprintf("held %v, %s, %s", want.mod(key) == mod, kvText(want.kvs), kvText(one))
	if got != was {
		w.t.Fatalf("read of the past, if %q @%d, revision %d:\n%s\nat revision %d it was\n%s", key, mod, r.Revision, got, want.rev, was)
	}
}
