package reference

import (
	"encoding/binary"
	"errors"
	"time"

	"pawl/engine"
)

// errMoved: the record is not what it was read as. Read it and go on from there.
var errMoved = errors.New("the record has moved")

// errLost: this worker no longer owns the key.
var errLost = errors.New("ownership lost")

// Pause is how long a step can be left alone, and what would end the wait early.
type Pause struct {
	For    time.Duration
	Stamps bool     // a stamp that changes ends it too
	waits  []behind // ends when of one of these no stamp is below target, if there are any
}

var (
	now         = Pause{}
	untilChange = Pause{For: time.Hour}
)

// Owner is a worker while it owns a key. What it knows of the record is as of
// mod; every write compares that.
type Owner struct {
	w   *Worker
	env *engine.Env
	key string
	at  places

	fence    uint64
	lease    engine.Lease
	ownerMod int64         // revision of the owner key this worker wrote
	until    time.Duration // own clock: end of the lease as the owner may use it
	renewAt  time.Duration

	rec   Record
	mod   int64 // revision of the record
	rev   int64 // of the store when last read
	stale bool  // the record may have moved since

	scanned bool   // by this step, a barrier's stamps
	below   behind // what the last scan found below target

	base, baseAt time.Duration // owner time, and the own clock when it was known
	failures     int           // of the current step, in a row
	failed       string        // how, if outside the store
}

// Record is the key's record as the owner last read it.
func (o *Owner) Record() Record { return o.rec.clone() }

// Env is what the owner may touch.
func (o *Owner) Env() *engine.Env { return o.env }

// Key is the key that is owned.
func (o *Owner) Key() string { return o.key }

// Fence is what every effect of this owner carries.
func (o *Owner) Fence() uint64 { return o.fence }

// acquire waits until nobody owns the key, and takes it: owner key under a
// lease, and the record's fence one up, in one transaction. A halted key is not
// taken: nothing may change in it before an operator resumes it.
func (w *Worker) acquire(at places) *Owner {
	for n := 0; ; {
		o, wait, err := w.tryAcquire(at)
		switch {
		case o != nil:
			return o
		case err != nil:
			w.sleep(n)
			n++
		default:
			n = w.waitFor(wait, n)
		}
	}
}

// waitFor waits for a change that may make ownership free. It returns how many
// attempts have failed in a row: a wait that is refused must not be followed by a
// read at once, and that by a wait, as fast as they go.
func (w *Worker) waitFor(c awaited, failures int) int {
	if _, err := w.env.Store.Await(c.prefix, c.after, w.env.Policy.OwnerLease); err != nil {
		w.sleep(failures)
		return failures + 1
	}
	return 0
}

// awaited names a change of the store to wait for.
type awaited struct {
	prefix string
	after  int64
}

func (w *Worker) tryAcquire(at places) (*Owner, awaited, error) {
	s, err := w.read(at)
	if isUnreadable(err) && w.pageUnread(at.key, s.mod, err) {
		return nil, awaited{at.record, s.revision}, nil
	}
	if errors.Is(err, errPutBack) {
		return nil, awaited{at.record, s.revision}, w.haltPutBack(at, &s)
	}
	if err != nil {
		return nil, awaited{}, err
	}
	onOwner := awaited{at.owner, s.revision}
	onRecord := awaited{at.record, s.revision}
	switch {
	case s.ownerMod != 0 && s.owner != w.self:
		return nil, onOwner, nil
	case s.mod == 0:
		return nil, onRecord, nil
	case s.rec.Phase == Halted:
		w.page(at.key, &s.rec)
		return nil, onRecord, nil
	}
	sent := w.env.Clock.Now()
	lease, err := w.env.Store.Grant(w.env.Policy.OwnerLease)
	if err != nil {
		return nil, awaited{}, err
	}
	if w.seen[at.key] > s.mod {
		return nil, awaited{}, errMoved
	}
	rec := s.rec.clone()
	rec.Fence++
	rec.Owner = w.self
	if rec.Since == 0 {
		rec.Since = s.time
	}
	rev, err := commitIn(w.env.Store, rec.Generation, w.change(at.key, &rec, Change{Transition: "ACQUIRED", Cause: engine.ByDeadline + "owner-lease",
		If:   []engine.Compare{{Key: at.record, Mod: s.mod}, {Key: at.owner, Mod: s.ownerMod}},
		Also: []engine.Op{engine.Put(at.owner, []byte(w.self), lease)}}))
	if err != nil {
		return nil, awaited{}, err
	}
	o := &Owner{w: w, env: &w.env, key: at.key, at: at, fence: rec.Fence, lease: lease,
		ownerMod: rev, rec: rec, mod: rev, rev: rev,
		base: s.time, baseAt: s.at}
	o.renewed(sent)
	return o, awaited{}, nil
}

// situation is one consistent read of what concerns a key.
type situation struct {
	rec           Record
	mod, ownerMod int64
	owner         string
	time          time.Duration // owner time as stored
	at            time.Duration // own clock after the read
	revision      int64
	generation    uint64 // of the store
}

func (w *Worker) read(at places) (situation, error) {
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(at.record), engine.Get(at.owner), engine.Get(at.time)}})
	if err != nil {
		return situation{}, err
	}
	s := situation{revision: res.Revision, generation: res.Generation, at: w.env.Clock.Now()}
	kv := first(res.Reads[0])
	s.mod = kv.Mod
	w.sees(at.key, kv.Mod)
	if s.rec, err = recordIn(&res, kv); err != nil {
		return s, err
	}
	if kv := first(res.Reads[1]); kv.Mod != 0 {
		s.ownerMod, s.owner = kv.Mod, string(kv.Value)
	}
	s.time = decodeTime(first(res.Reads[2]).Value)
	return s, w.steps.Trust(w, at.key, s.mod, &s.rec)
}

// first is the only key of a Get, or the zero KV when it does not exist.
func first(kvs []engine.KV) engine.KV {
	if len(kvs) == 0 {
		return engine.KV{}
	}
	return kvs[0]
}

// Time is the key's owner time: a clock that only owners wind, each from where
// the store says the last one left it. It may fall behind true time, through
// drift and between owners, and never runs ahead of it; so a duration measured
// on it, by however many owners, has really passed.
func (o *Owner) Time() time.Duration {
	passed := o.env.Clock.Now() - o.baseAt
	return o.base + max(0, passed-o.env.Policy.Drift(passed))
}

func encodeTime(t time.Duration) []byte { return binary.AppendUvarint(nil, uint64(max(t, 0))) }

func decodeTime(b []byte) time.Duration {
	v, n := binary.Uvarint(b)
	if n <= 0 || v > 1<<62 {
		return 0
	}
	return time.Duration(v)
}

// renewed counts the owner's lease from when its renewal was sent.
func (o *Owner) renewed(sent time.Duration) {
	o.until = sent + o.env.Policy.Usable(o.env.Policy.OwnerLease)
	o.renewAt = sent + o.env.Policy.OwnerLease/3
}

// Alive says whether the owner may still act.
func (o *Owner) Alive() bool { return o.env.Clock.Now() < o.until }

// current fails when this worker knows of a newer record than its owner goes by.
func (o *Owner) current() error {
	if o.w.seen[o.key] > o.mod {
		return errMoved
	}
	return nil
}

// drive takes step after step until ownership is lost.
func (o *Owner) drive() {
	for o.Alive() {
		if o.env.Clock.Now() >= o.renewAt {
			if !o.renew() {
				return
			}
			continue // the call may have taken longer than the lease lasts
		}
		if o.stale {
			switch err := o.reread(); {
			case isUnreadable(err), errors.Is(err, errPutBack):
				return // whoever would acquire the key tells
			case err != nil:
				o.env.Clock.Sleep(o.env.Backoff(0))
			}
			continue
		}
		if o.rec.Owner != o.w.self || o.rec.Fence != o.fence {
			return
		}
		pause, err := o.step()
		if isUnreadable(err) {
			err = o.unread(err)
		}
		switch {
		case errors.Is(err, engine.ErrStaleFence):
			o.w.sleep(0) // when it is not the store that knows of a later owner, the key is acquired again
			return
		case errors.Is(err, errLost), errors.Is(err, errPutBack):
			return
		case errors.Is(err, errMoved):
			o.stale = true
		case err != nil:
			o.stale = true
			o.env.Clock.Sleep(o.env.Backoff(0))
		case pause.For > 0:
			o.await(pause)
		}
	}
}

// renew keeps the lease and winds the key's clock. False: the lease is gone.
func (o *Owner) renew() bool {
	sent := o.env.Clock.Now()
	err := o.env.Store.KeepAlive(o.lease)
	if errors.Is(err, engine.ErrLeaseGone) {
		return false
	}
	if err != nil {
		o.renewAt = o.env.Clock.Now() + o.env.Backoff(0)
		return true
	}
	o.renewed(sent)
	o.env.Store.Txn(engine.Txn{
		If:    []engine.Compare{{Key: o.at.owner, Mod: o.ownerMod}},
		Then:  []engine.Op{engine.Put(o.at.time, encodeTime(o.Time()), 0)},
		Bound: true, Generation: o.rec.Generation,
	})
	return true
}

// step does what is due for the rotation, then for each old version.
func (o *Owner) step() (Pause, error) {
	o.scanned = false
	pause, err := o.w.steps.Rotation[o.rec.Phase](o, o.rec.Next)
	if err != nil || pause.For == 0 || o.rec.Phase == Halted {
		return pause, err
	}
	for i := range o.rec.Versions {
		v := &o.rec.Versions[i]
		p, err := o.w.steps.Old[v.State](o, v.N)
		if err != nil || p.For == 0 {
			return p, err
		}
		pause.For = min(pause.For, p.For)
		pause.Stamps = pause.Stamps || p.Stamps
		pause.waits = append(pause.waits, p.waits...)
	}
	return pause, nil
}

// await waits for a change, at most until the lease is to be renewed.
func (o *Owner) await(p Pause) {
	prefix := o.at.record
	if p.Stamps || len(p.waits) > 0 {
		prefix = stampPrefix(o.key)
	}
	until := min(o.env.Clock.Now()+p.For, o.renewAt)
	for again := true; again; {
		wait := until - o.env.Clock.Now()
		if wait <= 0 {
			return
		}
		news, err := o.env.Store.Await(prefix, o.rev, wait)
		if err != nil {
			o.stale = true
			o.env.Clock.Sleep(o.env.Backoff(0))
			return
		}
		o.rev = news.Revision
		for _, kv := range news.KVs {
			o.stale = o.stale || kv.Key == o.at.record && (kv.Mod > o.mod || kv.Mod == 0)
		}
		again = !p.Stamps && len(p.waits) > 0 && len(news.KVs) > 0 && !mayPass(p.waits, news.KVs, o.rec.Target)
	}
}

// reread learns the record anew. Until it has, nothing may be waited for: the change would
// not be told a second time. When the store has ended the lease before its time, the
// ownership ends as well.
func (o *Owner) reread() error {
	s, err := o.w.read(o.at)
	if err != nil {
		return err
	}
	if s.mod != o.mod {
		o.failures, o.failed = 0, ""
	}
	if s.ownerMod != o.ownerMod {
		o.until = s.at
	}
	o.rec, o.mod, o.rev, o.stale = s.rec, s.mod, s.revision, false
	return nil
}
