package etcd

import (
	"errors"
	"fmt"
	"testing"

	"pawl/engine"
)

func told(rev int64, key string) state {
	return state{rev: rev, kv: engine.KV{Key: key, Mod: rev}}
}

// TestFeedKeepsLastStates wants what nobody has waited for not to grow with each change.
func TestFeedKeepsLastStates(t *testing.T) {
	f := newFeed(0, func() {})
	for rev := int64(1); rev <= 20*room; rev++ {
		f.take([]state{told(rev, fmt.Sprint(rev%7))})
	}
	if len(f.states) > room+1 {
		t.Errorf("%d states of 7 keys are kept", len(f.states))
	}
	news, _, err := f.news(1)
	if err != nil || len(news.KVs) != 7 || news.Revision != 20*room || news.KVs[6].Mod != news.Revision || news.KVs[0].Mod != news.Revision-6 {
		t.Errorf("%+v, %v", news, err)
	}
	if news, _, err := f.news(20 * room); err != nil || len(news.KVs) != 0 || news.Revision != 20*room {
		t.Errorf("after the last one: %+v, %v", news, err)
	}
}

// TestFeedForgets wants a feed of too many keys to know what it no longer knows, and to split
// no revision.
func TestFeedForgets(t *testing.T) {
	f := newFeed(0, func() {})
	for rev := int64(1); rev <= room; rev++ {
		f.take([]state{told(rev, fmt.Sprint("a", rev)), told(rev, fmt.Sprint("b", rev))})
	}
	if f.covers(0) || !f.covers(room-1) || len(f.states) > room+2 || len(f.states) != len(f.at) {
		t.Errorf("from %d on, %d states of %d keys", f.from, len(f.states), len(f.at))
	}
	news, _, err := f.news(f.from)
	if err != nil || len(news.KVs) != 2*int(room-f.from) {
		t.Errorf("after %d: %d changes, %v", f.from, len(news.KVs), err)
	}
	if _, _, err := f.news(f.from - 1); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("of what was forgotten: %v", err)
	}
}

// TestFeedEnds wants what has come to be told before why nothing more does, and a past that is
// gone to be the trouble only of who needs it.
func TestFeedEnds(t *testing.T) {
	f := newFeed(3, func() {})
	f.take([]state{told(5, "a")})
	f.ends(engine.ErrCompacted, 9)
	if news, _, err := f.news(4); err != nil || len(news.KVs) != 1 {
		t.Errorf("%+v, %v", news, err)
	}
	for after, means := range map[int64]error{5: engine.ErrCompacted, 7: engine.ErrCompacted, 8: engine.ErrUnavailable, 20: engine.ErrUnavailable} {
		if _, _, err := f.news(after); !errors.Is(err, means) {
			t.Errorf("after %d: %v; want %v", after, err, means)
		}
	}
	if f.covers(5) {
		t.Error("a feed that has ended is waited for")
	}
}

// TestFeedsOfOldAreClosed wants a watch that nobody waits for to go, and no other.
func TestFeedsOfOldAreClosed(t *testing.T) {
	stopped := map[string]int{}
	s := &feeds{open: func(prefix string, after int64) *feed { return newFeed(after, func() { stopped[prefix]++ }) }}
	if _, err := s.get("awaited", 0); err != nil { // and never left
		t.Fatal(err)
	}
	for _, prefix := range []string{"once", "again"} {
		f, err := s.get(prefix, 0)
		if err != nil {
			t.Fatal(err)
		}
		s.leave(f)
	}
	for range unused + 1 {
		f, err := s.get("again", 5)
		if err != nil {
			t.Fatal(err)
		}
		s.leave(f)
	}
	if len(stopped) != 1 || stopped["once"] != 1 || len(s.of) != 2 {
		t.Errorf("stopped %v of three, and %d stand", stopped, len(s.of))
	}
}
