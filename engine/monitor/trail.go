package monitor

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"pawl/engine"
)

// Store is what is asked of a store.
type Store interface {
	Txn(context.Context, engine.Txn) (engine.TxnResult, error)
	Await(context.Context, engine.Await) (engine.News, error)
}

// page is how many keys are read at a time.
const page = 256

// Trail is what the store says of a key: its record, and all entries of its audit that the
// record speaks of.
type Trail struct {
	Key      string
	Record   engine.Record
	Versions []engine.Version
	Halt     engine.Halt
	Entries  []engine.Entry
	Waits    *engine.Act // for somebody else's approval; nil: none does
}

// ErrNoRecord: nobody has asked for the key yet, or somebody has removed its record.
var ErrNoRecord = errors.New("the store has no record that can be read")

// ReadTrail reads a trail. The record is read first: what is written meanwhile is left out.
func ReadTrail(ctx context.Context, s Store, v *engine.View, key string) (Trail, error) {
	t := Trail{Key: key}
	found := false
	_, err := each(ctx, s, key, func(kv engine.KV) {
		if o, ok := v.Describe(kv); ok && o.Key == key && o.Record != nil {
			t.Record, t.Versions, t.Halt, found = *o.Record, o.Versions, o.Halt, true
		}
	})
	if err == nil && !found {
		err = fmt.Errorf("key %s: %w", key, ErrNoRecord)
	}
	if err != nil {
		return t, err
	}
	_, err = each(ctx, s, key, func(kv engine.KV) {
		if o, ok := v.Describe(kv); ok && o.Key == key && o.Entry != nil && o.Entry.Seq <= t.Record.ChainLength {
			t.Entries = append(t.Entries, *o.Entry)
		}
	})
	return t, err
}

// each reads all that lies under a prefix, in order. Pages are of several revisions; the first
// one's is told.
func each(ctx context.Context, s Store, prefix string, f func(engine.KV)) (revision int64, err error) {
	for after := ""; ; {
		r, err := s.Txn(ctx, engine.Txn{Then: []engine.Op{engine.Paged(prefix, after, page)}})
		if err != nil {
			return 0, err
		}
		if revision == 0 {
			revision = r.Revision
		}
		for _, kv := range r.Reads[0] {
			f(kv)
			after = kv.Key
		}
		if len(r.Reads[0]) < page {
			return revision, nil
		}
	}
}

// Verify says what is wrong with a trail: that an entry is missing, was added, changed or put
// elsewhere, or that the record does not follow from the last one.
func (t *Trail) Verify(chain engine.Chain) error {
	if chain != engine.SHA256PrevBody {
		return fmt.Errorf("key %s: entries are linked as %q, which is not known here", t.Key, chain)
	}
	prev := make([]byte, sha256.Size)
	for i, e := range t.Entries {
		sum := sha256.Sum256(append(bytes.Clone(prev), e.Body...))
		switch {
		case e.Seq != uint64(i)+1:
			return fmt.Errorf("key %s: entry %d stands where entry %d belongs", t.Key, e.Seq, i+1)
		case !bytes.Equal(e.Prev, prev):
			return fmt.Errorf("key %s: entry %d does not follow the one before it", t.Key, e.Seq)
		case !bytes.Equal(e.Hash, sum[:]):
			return fmt.Errorf("key %s: entry %d is not what was hashed", t.Key, e.Seq)
		}
		prev = e.Hash
	}
	return t.ends(prev)
}

// ends holds the record against the end of the chain.
func (t *Trail) ends(head []byte) error {
	r := &t.Record
	switch {
	case uint64(len(t.Entries)) != r.ChainLength:
		return fmt.Errorf("key %s: %d entries, and the record says %d", t.Key, len(t.Entries), r.ChainLength)
	case !bytes.Equal(head, r.ChainHead):
		return fmt.Errorf("key %s: the last entry is not the one that the record names", t.Key)
	case len(t.Entries) == 0:
		return nil
	}
	if last := t.Entries[len(t.Entries)-1]; last.Phase != r.Phase || last.Active != r.Active || last.Next != r.Next {
		return fmt.Errorf("key %s: the record is in %s with versions %d and %d, and the last entry says %s, %d and %d",
			t.Key, r.Phase, r.Active, r.Next, last.Phase, last.Active, last.Next)
	}
	return nil
}
