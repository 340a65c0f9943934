package reference

import "pawl/engine"

// A key can be under another, the anchor: each of its versions is issued under the one of the
// anchor that is active, and so known everywhere. What is issued stands under the anchor's
// version from the admission that allocates its number until its material is destroyed.

// An issuer is what a version is issued under, as of one revision of the anchor's record.
type issuer struct {
	anchor  string // empty: the key is under no other
	version uint32
	mod     int64 // of the anchor's record
	none    bool  // the anchor has no active version yet
}

// issuer reads what a key's next version is to be issued under, in a generation of the store.
func (w *Worker) issuer(key string, generation uint64) (issuer, error) {
	i := issuer{anchor: w.env.Policy.Anchor}
	if i.anchor == "" || i.anchor == key {
		return issuer{}, nil
	}
	kv, err := get(w.env.Store, RecordKey(i.anchor))
	if err != nil {
		return i, err
	}
	rec, err := decodeRecord(kv.Value)
	switch {
	case err != nil:
		return i, err
	case kv.Mod != 0 && rec.Generation != generation:
		return i, errPutBack
	}
	if err := w.steps.Trust(w, i.anchor, kv.Mod, &rec); err != nil {
		return i, err
	}
	i.version, i.mod = w.steps.Issuer(&rec), kv.Mod
	i.none = i.version == 0
	return i, nil
}

// Issuer is the version to issue under: the active one, which everybody has had for as long as
// the publish lead.
func Issuer(anchor *Record) uint32 { return anchor.Active }

// enter has a change write down what it issues, on condition that the anchor has not moved.
func (i *issuer) enter(key string, version uint32, c *Change) {
	if i.version == 0 {
		return
	}
	c.If = append(c.If, engine.Compare{Key: RecordKey(i.anchor), Mod: i.mod})
	c.Also = append(c.Also, engine.Put(underKey(i.anchor, i.version, key, version), nil, 0))
}

// leave has a change strike off a version that nothing can be done with any more.
func (o *Owner) leave(v *Version, c *Change) {
	if v.Under != 0 {
		c.Also = append(c.Also, engine.Del(underKey(o.env.Policy.Anchor, v.Under, o.key, v.N)))
	}
}

// Issued says that something that is issued under a version is in use. One that is not in use
// stays so: once the version is not the active one, no admission can write under it.
func Issued(w *Worker, key string, version uint32) (bool, error) {
	if key != w.env.Policy.Anchor {
		return false, nil
	}
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Paged(underPrefix(key, version), "", 1)}})
	return err == nil && len(res.Reads[0]) > 0, err
}
