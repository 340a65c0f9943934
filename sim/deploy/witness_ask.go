package deploy

import (
	"errors"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// Asks takes a request that an engine's process has sent to a machine, with the step of
// a rotation that the engine's view calls it.
func (w *Witness) Asks(by, to string, r engine.Request, step, key string, at time.Duration) Noted {
	a := w.asked.Put(checker.Asked{Verb: string(r.Verb()), To: to, Step: step})
	switch r := r.(type) {
	case engine.Txn:
		a.Puts = w.puts(&r)
		a.Stale = r.Stale
	case engine.Create:
		a.Op, a.Version, a.Fence, key = r.Op, r.Version, r.Fence, r.Key
	case engine.Destroy:
		a.Op, a.Version, a.Fence, key = r.Op, r.Version, r.Fence, r.Key
	case engine.Lookup:
		a.Op = r.Op
	case engine.Fetch:
		a.Version, key = r.Version, r.Key
	case engine.Push:
		a.Version, a.Fence, key = r.Command.Version, r.Command.Fence, r.Command.Key
	case engine.Page:
		key = r.Alert.Key
	}
	return w.note(checker.Fact{Key: key, Actor: by, Times: checker.Times{Sent: at}, What: a})
}

// puts lists the stored keys that a transaction writes if it holds.
func (w *Witness) puts(t *engine.Txn) []string {
	n := 0
	for i := range t.Then {
		if k := t.Then[i].Kind; k == engine.OpPut || k == engine.OpDelete {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	puts := w.texts.List(n)[:0]
	for i := range t.Then {
		if k := t.Then[i].Kind; k == engine.OpPut || k == engine.OpDelete {
			puts = append(puts, t.Then[i].Key)
		}
	}
	return puts
}

// Arrived takes it that a request has reached its machine; of copies, the first.
func (w *Witness) Arrived(f Noted, at time.Duration) {
	if x := w.fact(f); x != nil && x.Arrived == 0 {
		x.Arrived = at
	}
}

// Answered takes what a request came to at its machine, whether or not the answer gets
// back; of copies, the first.
func (w *Witness) Answered(f Noted, r engine.Request, reply engine.Reply, err error, at time.Duration) {
	x := w.fact(f)
	if x == nil || x.At != 0 {
		return
	}
	x.Early, x.At = at, at
	a := x.What.(*checker.Asked)
	if a.Reply = replyOf(err); err != nil {
		return
	}
	switch v := reply.(type) {
	case engine.TxnResult:
		x.Revision = v.Revision
		a.Reads = w.readsOf(&v)
		if !v.Held {
			a.Reply = checker.NotHeld
			t := r.(engine.Txn)
			w.would(x, a, &t)
		}
	case engine.News:
		x.Revision = v.Revision
	case engine.Made:
		a.Print, a.Gone = v.Print, v.Destroyed
	case engine.Found:
		a.Print, a.Gone = v.Made.Print, v.Made.Destroyed
		if !v.Found {
			a.Reply = checker.NotHeld
		}
	case engine.Material:
		a.Print = v.Print
	}
}

// Heard takes the answer that the asker goes by: of copies, one that need not be the first.
func (w *Witness) Heard(f Noted, r engine.Request, reply engine.Reply, err error, served time.Duration) {
	if x := w.fact(f); x != nil && x.At != served && tells(err) {
		x.Early, x.At, x.Revision = 0, 0, 0
		a := x.What.(*checker.Asked)
		a.Reads, a.Would, a.Print, a.Gone = nil, nil, "", false
		w.Answered(f, r, reply, err, served)
	}
}

func replyOf(err error) checker.Reply {
	switch {
	case err == nil:
		return checker.Done
	case errors.Is(err, engine.ErrUnknown):
		return checker.NoReply
	case errors.Is(err, engine.ErrRejected), errors.Is(err, engine.ErrEnded):
		return checker.Rejected
	}
	return checker.Failed
}

// readsOf lists what a transaction has read, in the order of its operations.
func (w *Witness) readsOf(r *engine.TxnResult) []checker.Seen {
	n := 0
	for _, kvs := range r.Reads {
		n += len(kvs)
	}
	if n == 0 {
		return nil
	}
	all := w.reads.List(n)[:0]
	for _, kvs := range r.Reads {
		for i := range kvs {
			all = append(all, checker.Seen{Object: kvs[i].Key, Mod: kvs[i].Mod})
		}
	}
	return all
}

// would notes the record that a transaction whose conditions did not hold would have
// written: that is how a late owner shows that was kept out.
func (w *Witness) would(x *checker.Fact, a *checker.Asked, t *engine.Txn) {
	if w.view.Describe == nil {
		return
	}
	for _, op := range t.Then {
		if op.Kind != engine.OpPut {
			return
		}
		if o, ok := w.view.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1}); ok && o.Record != nil {
			r := checker.Record(*o.Record)
			x.Key, a.Would = o.Key, &r
			return
		}
	}
}

// Heeded takes it that an answer has reached whoever asked: one that does not tell what became
// of the request leaves them where they were.
func (w *Witness) Heeded(f Noted, err error, at time.Duration) {
	if tells(err) {
		w.Returned(f, at)
	}
}

// tells says whether an answer tells what became of a request.
func tells(err error) bool { return !errors.Is(err, engine.ErrUnknown) }

// Returned takes it that the answer to a request has reached whoever asked.
func (w *Witness) Returned(f Noted, at time.Duration) {
	if x := w.fact(f); x != nil {
		x.Received = at
	}
}
