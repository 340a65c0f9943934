package reference

import (
	"encoding/binary"
	"errors"

	"pawl/engine"
)

// How often may be sealed under a version is counted in the store before it is done: a node
// takes a share of what is left, and seals as often. What it has not used when it ends is
// lost, so that no restart makes the count too low.

// share is what a node has taken of a version's limit and not used yet.
type share struct {
	version uint32
	left    int
}

// claim uses one seal of the node's share, and takes another share when that is used up.
// Several requests may take one at a time.
func claim(r *Ring) error {
	p := &r.a.env.Policy
	if p.SealLimit == 0 {
		return nil
	}
	for r.share.version != r.maySeal || r.share.left == 0 {
		version := r.maySeal
		n, err := r.take(version)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return engine.ErrNotServing
		}
		if r.share.version != version {
			r.share = share{version: version}
		}
		r.share.left += n
	}
	r.share.left--
	return nil
}

// take counts a share as used; 0: nothing is left. It fails when somebody else took one at
// the same time.
func (r *Ring) take(version uint32) (int, error) {
	store, p := r.a.env.Store, &r.a.env.Policy
	used, mod, err := readUsed(store, r.key, version)
	if err != nil {
		return 0, err
	}
	n := min(p.SealShare(), p.SealLimit-used)
	if n <= 0 {
		return 0, nil
	}
	_, err = commitIn(store, r.rec.Generation, engine.Txn{If: []engine.Compare{{Key: usedKey(r.key, version), Mod: mod}},
		Then: []engine.Op{engine.Put(usedKey(r.key, version), binary.AppendUvarint(nil, uint64(used+n)), 0)}})
	return n, err
}

func readUsed(store engine.Store, key string, version uint32) (used int, mod int64, err error) {
	kv, err := get(store, usedKey(key, version))
	if err != nil || kv.Mod == 0 {
		return 0, 0, err
	}
	n, size := binary.Uvarint(kv.Value)
	if size != len(kv.Value) || n > 1<<30 {
		return 0, kv.Mod, unreadable{errors.New("use of a version: it is no number")}
	}
	return int(n), kv.Mod, nil
}

// nearlyUsed says that three quarters of a version's limit are taken.
func (o *Owner) nearlyUsed() (bool, error) {
	p := &o.env.Policy
	if p.SealLimit == 0 || o.rec.Active == 0 {
		return false, nil
	}
	used, _, err := readUsed(o.env.Store, o.key, o.rec.Active)
	return used >= p.SealLimit-p.SealLimit/4, err
}
