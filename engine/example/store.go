package example

import (
	"encoding/json"
	"errors"
	"fmt"

	"pawl/engine"
)

// errMoved says that the document is not as it was read: somebody else has written it.
var errMoved = errors.New("the document has moved")

// A desk is where a process of the engine reads and writes the document of one key.
type desk struct {
	env   *engine.Env
	fixes Fix
	key   string
	ops   *int // operation ids that this process has used
	halts map[string]int
}

// state is a document as it stands in the store.
type state struct {
	document
	mod     int64 // revision that wrote it last; 0: it is not there yet
	owned   bool  // somebody's ownership has not run out
	ownedAt int64 // revision of that
}

// read reads the document, and whether anybody owns it.
func (d *desk) read() (s state, err error) {
	r, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(documentOf(d.key)), engine.Get(ownerOf(d.key))}})
	if err != nil {
		return s, err
	}
	var value []byte
	if kvs := r.Reads[0]; len(kvs) > 0 {
		value, s.mod = kvs[0].Value, kvs[0].Mod
	}
	if kvs := r.Reads[1]; len(kvs) > 0 {
		s.owned, s.ownedAt = true, kvs[0].Mod
	}
	if s.document, err = decode(value); s.Phase == engine.Halted {
		d.halts[d.key]++
	}
	return s, err
}

// write writes the document in place of what was read, with more in the same transaction,
// and says what came of it: nil if it is written, errMoved if somebody else was first, and
// ErrUnknown if it may still be written.
func (d *desk) write(was *state, next document, did string, more ...engine.Op) error {
	*d.ops++
	next.Did, next.Op = did, fmt.Sprintf("%s/%d", d.env.Self(), *d.ops)
	value, err := json.Marshal(next)
	if err != nil {
		return err
	}
	t := engine.Txn{Then: append([]engine.Op{engine.Put(documentOf(d.key), value, 0)}, more...)}
	if d.fixes.has(ComparesTheDocument) {
		t.If = []engine.Compare{{Key: documentOf(d.key), Mod: was.mod}}
	}
	halts := d.halts[d.key]
	for n := range 2 * d.env.Policy.Attempts {
		if d.halts[d.key] != halts {
			return errMoved // this process has halted it meanwhile, or read that it is
		}
		r, err := d.env.Store.Txn(t)
		switch {
		case err == nil && r.Held:
			return nil
		case err != nil && !errors.Is(err, engine.ErrUnknown) && !errors.Is(err, engine.ErrUnavailable):
			return err
		case err == nil || errors.Is(err, engine.ErrUnknown):
			now, err := d.read()
			if err == nil && now.Op == next.Op {
				return nil
			}
			if err == nil && now.mod != was.mod {
				return errMoved
			}
		}
		// It is as it was: what was sent may still arrive. The same once more cannot be
		// done twice, since each compares what was read.
		d.env.Clock.Sleep(d.env.Backoff(n))
	}
	return engine.ErrUnknown
}
