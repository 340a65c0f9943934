package cluster

import (
	"bytes"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
)

// What is done by hand, past the engine. Which of the store's keys is what, only the engine's
// view can say.

// byHand is how it comes about.
func (c *cluster) byHand() deploy.Doing {
	return deploy.Doing{By: deploy.OutsideName, Early: c.w.Now(), At: c.w.Now()}
}

// Delete deletes a thing of a key.
func (c *cluster) Delete(what faults.Thing, key string) bool {
	e := c.thing(what, key)
	return e != nil && c.overwrite(engine.Del(e.Key))
}

// Garble writes over a thing of a key what nobody can read, under the lease that it has.
func (c *cluster) Garble(what faults.Thing, key string) bool {
	e := c.thing(what, key)
	return e != nil && c.overwrite(engine.Put(e.Key, []byte("what nobody can read"), e.Lease))
}

// PutBack makes a key's record what it was some time ago.
func (c *cluster) PutBack(key string, ago time.Duration) (changed bool) {
	stored := c.witness.StoredAt(key)
	was := c.witness.Stood(stored, c.w.Now()-ago)
	if was == nil {
		return false
	}
	e := c.store.byName[stored]
	changed = e == nil || !bytes.Equal(was, e.Value)
	return c.overwrite(engine.Put(stored, was, 0)) && changed
}

// overwrite writes to the store, if it takes anything.
func (c *cluster) overwrite(op engine.Op) bool {
	s := c.store
	if !s.m.up || s.elections > 0 {
		return false
	}
	if _, err := s.Txn(engine.Txn{Then: []engine.Op{op}}); err != nil {
		return false
	}
	s.changed(c.byHand())
	return true
}

// thing is what the store has of a key; nil if there is none: of entries the last one, and
// any one of stamps and of texts.
func (c *cluster) thing(what faults.Thing, key string) *entry {
	var last *entry
	var some []*entry
	seq := uint64(0)
	for _, e := range c.store.keys {
		of, says := c.witness.Says(e.Key)
		switch {
		case of != key:
		case what == faults.TheRecord && says.Record != nil:
			return e
		case what == faults.AnEntry && says.Entry != nil && says.Entry.Seq > seq:
			last, seq = e, says.Entry.Seq
		case what == faults.AStamp && says.Stamp != nil, what == faults.AText && says.Kept != nil:
			some = append(some, e)
		}
	}
	if len(some) > 0 {
		return some[c.w.Source("outside").Choose(len(some))]
	}
	return last
}

// DestroyByHand destroys a version's material in the key service.
func (c *cluster) DestroyByHand(of faults.Material, key string) (did bool) {
	k := c.keys
	version := map[faults.Material]func(string) uint32{
		faults.OfActive: c.witness.Active, faults.OfNext: c.witness.Next, faults.OfOldest: c.witness.Oldest,
	}[of](key)
	if version == 0 || !k.m.up {
		return false
	}
	for _, op := range k.Lose(key, version) {
		did = true
		c.witness.Effect(key, checker.Outside{Kind: checker.Destroy, Version: version, Op: op, Accepted: true, Made: true}, c.byHand())
	}
	if did || !c.setup.Untold {
		c.w.Emit(k.m.name, deploy.ByHand, key, int64(version), truth(did))
	}
	return did
}
