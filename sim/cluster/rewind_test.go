package cluster

import (
	"slices"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// TestBack: keys and leases are as they were then, with the revisions of then; what changed
// is told at one that is above all.
func TestBack(t *testing.T) {
	s, b := &Store{}, &backups{leases: map[engine.Lease]*span{}}
	at := func(now time.Duration, t engine.Txn) {
		had := len(s.log)
		_, _ = s.Txn(t)
		for _, c := range s.log[had:] {
			b.changes = append(b.changes, dated{now, c})
		}
	}
	lease := func(now time.Duration) engine.Lease {
		id, _ := s.Grant(5*time.Second, now)
		b.lived(id, checker.LeaseGranted, now)
		return id
	}
	stood, ended, late := lease(1), lease(1), lease(5)
	at(1, engine.Txn{Then: []engine.Op{engine.Put("same", []byte("1"), stood), engine.Put("gone", []byte("1"), ended)}})
	at(2, engine.Txn{Then: []engine.Op{engine.Put("moved", []byte("old"), 0)}})
	at(3, engine.Txn{Then: []engine.Op{engine.Put("moved", []byte("new"), 0), engine.Put("new", []byte("1"), late)}})
	had := len(s.log)
	_ = s.Revoke(ended)
	b.lived(ended, checker.LeaseExpired, 4)
	for _, c := range s.log[had:] {
		b.changes = append(b.changes, dated{4, c})
	}

	back := s.back(b, 2)
	r, err := back.Txn(engine.Txn{Then: []engine.Op{engine.Prefix("")}})
	if err != nil || r.Generation != 1 || r.Revision != s.rev {
		t.Fatalf("%+v, error %v", r, err)
	}
	var got []string
	for _, kv := range r.Reads[0] {
		got = append(got, kv.Key+" "+string(kv.Value))
	}
	if want := []string{"gone 1", "moved old", "same 1"}; !slices.Equal(got, want) || r.Reads[0][1].Mod != 2 || r.Reads[0][1].Create != 2 {
		t.Errorf("%q, %+v", got, r.Reads[0][1])
	}
	if back.live(stood) == nil || back.live(ended) == nil || back.live(late) != nil {
		t.Error("the leases are not those of then")
	}
	if !back.Attached(stood) || !back.Attached(ended) {
		t.Error("the keys of a lease are not with it")
	}
	var changed []string
	for _, c := range deploy.ChangesTo(s.keys, back.keys, (*entry).kv, 99) {
		changed = append(changed, c.KV.Key)
		if c.Revision != 99 || (c.KV.Mod == 0) != (c.KV.Key == "new") {
			t.Errorf("%+v", c)
		}
	}
	if want := []string{"gone", "moved", "new"}; !slices.Equal(changed, want) {
		t.Errorf("what has changed is %q, want %q", changed, want)
	}
	bound := engine.Txn{Then: []engine.Op{engine.Put("x", nil, 0)}, Bound: true}
	if r, err := back.Txn(bound); err != nil || r.Held {
		t.Errorf("what was bound to the first generation is done: %+v, error %v", r, err)
	}
}

// TestRewind is of a whole run: there is a copy only of a key that is in use, a second time
// goes back to no further than the first, and who waits from before has to read.
func TestRewind(t *testing.T) {
	for _, c := range []struct {
		events []string
		bit    int
	}{
		{[]string{"rewind at 50ms for 1s"}, 0},
		{[]string{"crash store at 6s for 3s", "rewind at 7s for 1s"}, 0},
		{[]string{"rewind at 9s for 8s"}, 1},
		{[]string{"rewind at 9s for 2s", "rewind at 14s for 9s"}, 2},
		{[]string{"rewind at 9s for 2s", "rewind at 11100ms for 1s", "rewind at 22s for 1s"}, 3},
	} {
		s := long(t, 1, append([]string{"trigger w1 at 4s"}, c.events...)...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		var to []int64
		for _, f := range r.History.Facts {
			if _, is := f.What.(*checker.PutBack); is {
				to = append(to, f.Revision)
			}
		}
		if len(to) != c.bit || !slices.IsSorted(to) {
			t.Errorf("%q: put back at revisions %v", c.events, to)
		}
		if n := judgedAnew(r.History); n != c.bit {
			t.Errorf("%q: what came after was judged %d times", c.events, n)
		}
		if phase := lastPhase(r); (phase == checker.Halted) != (c.bit > 0) {
			t.Errorf("%q: left in %s", c.events, phase)
		}
	}
}

// judgedAnew is how often it was judged what is written to a store that was put back.
func judgedAnew(h *checker.History) (n int) {
	for _, v := range checker.Check(checker.Derive(h), checker.Options{}).Verdicts {
		for _, c := range v.Clauses {
			if v.Invariant == "S17" && c.Clause == "put back" {
				n += c.Judged
			}
		}
	}
	return n
}

// TestWaitAcrossARewind ends with an error that says that only a read can mend it.
func TestWaitAcrossARewind(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	c := build(&s)
	c.BackUp()
	_, _ = c.store.Txn(engine.Txn{Then: []engine.Op{engine.Put("k", nil, 0)}})
	c.store.m.up, c.store.m.boot, c.store.backups.first = true, 1, 1
	start := c.Rewind(0, false)
	if start == nil || c.Rewind(0, false) != nil {
		t.Fatal("one that runs is put back, and one that is down is not")
	}
	if !c.store.forgotten(1) || c.store.forgotten(c.store.rev) || c.store.rev != 1+deploy.Beyond {
		t.Errorf("revision %d, of which all from %d on is kept", c.store.rev, c.store.compacted)
	}
}
