package conform

import (
	"errors"
	"testing"

	"pawl/engine"
)

// compacted wants a wait from a revision that the store has forgotten to be refused
// by name, so that whoever waits knows that it has to read; and no other wait.
func compacted(t *testing.T, open func(*testing.T) Backend) {
	c, can := open(t).(Compactor)
	if !can {
		t.Skip("this store forgets nothing")
	}
	w := waiting{t, c}
	first := w.write(put("a/1", "x"))
	w.write(put("a/1", "y"))
	w.write(put("a/2", "y"))
	last := w.write(put("a/3", "y"))
	if err := c.Compact(last); err != nil {
		t.Fatalf("compact: %v", err)
	}
	if news, err := c.Await("a/", first, brief); !errors.Is(err, engine.ErrCompacted) {
		t.Errorf("from revision %d, of which the store knows only what is from %d on: %s, %v", first, last, kvText(news.KVs), err)
	}
	news, took := w.await("a/", last, brief)
	w.silent(news, last, took)
	c.Later(soon, func() { w.write(del("a/1")) })
	news, took = w.await("a/", last, long)
	w.told(news, took, last+1, "a/1@0")
}
