package reference

import (
	"hash/fnv"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
)

// Ring is what a node knows and holds of one key.
type Ring struct {
	a      *Agent
	key    string
	record string      // where the record is stored
	reads  []engine.Op // what the node learns by: the record, and its two stamps

	rec         Record // as last seen
	recordMod   int64  // its revision
	generation  uint64 // of the store, as it was last told
	storeRev    int64  // of the store, up to which nothing of the record was missed
	renewSpread uint8  // where in the span for renewals this start of the node renews

	held     *keyring.Keyring
	erased   []uint32 // versions this start of the node has wiped from its disk
	unsaid   bool     // the store may not know of all that is erased
	unsynced bool     // something on the disk may not be durable yet

	triedFor     time.Duration // the renewal after which a spare was last asked for
	turnedDown   uint32        // the version that the key service turned down last; 0: none
	turnedDownAt time.Duration // when it was asked for that
	refusals     int           // how often it has said so of that, in a row
	missed       uint32        // the version that people were told last is not to be had; 0: none

	// What the node lives by. It is narrowed before a grant is sent, widened for
	// opening at the same time, and for sealing only when the reply has come
	// (rule 3).
	mayOpen    []uint32
	maySeal    uint32 // 0: nothing
	servingRev uint64 // Rev of the stamp that is lived by

	openRev    uint64 // Rev of the open stamp that is known to be in the store; 0: not known
	grantedFor int64  // revision of the record that the stamps in force were granted under; 0: none is

	sealing, opening Standing

	share share // of what may be sealed under a version
}

// Standing is one of the two stamps in the store, as the node knows it.
type Standing struct {
	name   string
	ttl    time.Duration
	usable time.Duration // what the node may use of ttl
	mod    int64         // revision of the stamp, 0 when there is none

	inForce time.Duration // when the lease was asked for that the stamp in force hangs on; its life counts from then (rule 6)
	next    engine.Lease  // that the next stamp will hang on, 0 none
	asked   time.Duration // when that was asked for
}

// stands says whether the stamp may still be relied on.
func (s *Standing) stands(now time.Duration) bool { return s.mod != 0 && now < s.inForce+s.usable }

// inStore notes that the stamp is in the store, under its newest lease.
func (s *Standing) inStore(rev int64) {
	s.mod = rev
	s.inForce = s.asked
}

func newRing(a *Agent, key string) *Ring {
	p, name, boot := &a.env.Policy, a.env.Name, a.env.Boot
	h := fnv.New32a()
	_, _ = h.Write([]byte(a.env.Self() + key)) // a hash does not fail
	r := &Ring{
		a: a, key: key, record: RecordKey(key), renewSpread: uint8(h.Sum32() >> 8),
		unsynced: true, // an earlier start may have ended between a write and its sync
		sealing:  Standing{name: sealStampKey(key, name, boot), ttl: p.SealLease, usable: p.Usable(p.SealLease)},
		opening:  Standing{name: openStampKey(key, name, boot), ttl: p.OpenLease, usable: p.Usable(p.OpenLease)},
	}
	r.reads = []engine.Op{engine.Get(r.record), engine.Get(r.sealing.name), engine.Get(r.opening.name)}
	return r
}

// follow has the node's other keys renew soon after its first one, each at a time of its own,
// so that they find its leases young and do with them.
func (r *Ring) follow(first *Ring) {
	if r != first {
		r.renewSpread = uint8(min(255, int(first.renewSpread)+16+int(r.renewSpread)*3/16))
	}
}

// register makes this start of the node known. The revision it gets is unique in
// the store's life, which makes it the root of nonces that are never used twice,
// whatever an old disk says.
func (r *Ring) register() {
	for n := 0; ; n++ {
		res, err := r.a.env.Store.Txn(engine.Txn{Then: []engine.Op{r.present(), engine.Get(r.record)}})
		if err == nil {
			r.held = keyring.New(r.key, uint64(res.Revision))
			r.generation = res.Generation
			r.see(first(res.Reads[0]), res.Revision)
			return
		}
		r.a.env.Clock.Sleep(r.a.pace(n))
	}
}

// present is the put that says that the node is there and what it has erased.
func (r *Ring) present() engine.Op {
	p := presence{Boot: r.a.env.Boot, Pool: r.a.env.Pool, Erased: r.erased}
	return engine.Put(nodeKey(r.key, r.a.env.Name), p.encode(), 0)
}

// see takes a newer state of the record. By one that cannot be read, or that is older than
// what the node has seen, it does not go; nor by none, where there was one.
func (r *Ring) see(kv engine.KV, rev int64) error {
	r.storeRev = max(r.storeRev, rev)
	switch {
	case kv.Mod == 0 && r.recordMod != 0:
		return errBehind
	case kv.Mod <= r.recordMod:
		return nil
	}
	rec, err := decodeRecord(kv.Value)
	if err == nil && rec.AuditSeq < r.rec.AuditSeq {
		err = errBehind
	}
	if err == nil {
		r.rec, r.recordMod = rec, kv.Mod
	}
	return err
}

// learn reads the record, and what stands in the store of this start of the node.
func (r *Ring) learn() error {
	res, err := r.a.env.Store.Txn(engine.Txn{Then: r.reads})
	if err == nil {
		err = r.learned(res)
	}
	return err
}

// learned takes what reads gave: the record, and which stamps are in the store. One to seal
// that is of the rights by which the node lives is as good as the reply to its grant.
func (r *Ring) learned(res engine.TxnResult) error {
	r.generation = res.Generation
	err := r.see(first(res.Reads[0]), res.Revision)
	if r.putBack() {
		return nil
	}
	sealing, opening := first(res.Reads[1]), first(res.Reads[2])
	r.sealing.mod, r.opening.mod, r.openRev = sealing.Mod, opening.Mod, 0
	if s, err := decodeStamp(opening.Value); err == nil {
		if r.openRev = s.Rev; s.Rev == r.servingRev {
			r.mayOpen = s.Opens
		}
	}
	if s, err := decodeStamp(sealing.Value); err == nil && s.Rev == r.servingRev {
		r.maySeal = s.Seal
	}
	if !r.stamped() {
		r.grantedFor = 0 // what was granted has run out
	}
	return err
}

// putBack says that the store is of another generation than the record by which the node
// goes. It asks for no stamp then, erases nothing, and lives by what it has until the leases
// of that end; it goes on hearing of the store.
func (r *Ring) putBack() bool { return r.recordMod != 0 && r.generation != r.rec.Generation }

// await waits for the record to change or for a stamp to need renewal.
func (r *Ring) await() error {
	wait := r.due() - r.a.env.Clock.Now()
	if wait <= 0 {
		return nil
	}
	news, err := r.a.env.Store.Await(r.record, r.storeRev, wait)
	if err != nil {
		return err // one that is compacted too: whoever calls reads instead of being told
	}
	for _, kv := range news.KVs {
		r.see(kv, news.Revision)
	}
	r.storeRev = max(r.storeRev, news.Revision)
	return nil
}

// due is when a stamp has to be renewed. What is left then outlasts a hand-over, which waits
// for answers to leave.
func (r *Ring) due() time.Duration {
	if !r.stamped() || r.putBack() { // whoever waits for news is not told that the store has lost the wait
		return r.a.env.Clock.Now() + r.a.env.Policy.OpenLease/16
	}
	return min(r.sealing.inForce+r.sealFor(), r.opening.inForce+r.openFor())
}

// openDue says that the open stamp would be due before the next renewal. Until then it is left
// alone: the seal stamp, where its lease is the shorter one by far, is renewed some times by
// itself.
func (r *Ring) openDue() bool {
	return r.a.env.Clock.Now()+r.sealFor() >= r.opening.inForce+r.openFor()
}

// openFor is how old an open stamp gets: between 2 and 3 eighths of its life, so that an
// outage of the store of half of it, whenever it begins, leaves time to notice that it is over
// (rule 13). Each start of a node has its own place between the two, lest the fleet's stamps
// all end at one moment.
func (r *Ring) openFor() time.Duration {
	ttl := r.opening.ttl
	return ttl/4 + ttl/8*time.Duration(r.renewSpread)/256
}

// sealFor is how old a seal stamp gets: it is renewed in the last quarter before sealAge, and so
// spread too where its lease is the short one by far.
func (r *Ring) sealFor() time.Duration {
	last := r.sealAge()
	return last*3/4 + last/4*time.Duration(r.renewSpread)/256
}

// sealAge is the oldest that a stamp to seal gets: five eighths of its life, or three quarters of
// what the margins for clocks and emission leave of that. What is left then outlasts two hand-overs
// in a row, each with its calls, where that leaves a quarter.
func (r *Ring) sealAge() time.Duration {
	s, p := &r.sealing, &r.a.env.Policy
	twice := 2*(p.Emission+p.Drift(p.Emission)) + s.ttl/16
	return min(s.ttl*5/8, s.usable*3/4, max(s.usable-twice, s.usable/4))
}

// stamped says that this start of the node has a stamp in the store, as far as it knows.
func (r *Ring) stamped() bool { return r.sealing.mod != 0 || r.opening.mod != 0 }
