package reference

import (
	"bytes"
	"errors"
	"fmt"

	"pawl/engine"
)

// What is kept in the store for good outlives every version. It is put in a transaction
// that compares the record as of which its version was the active one. So nothing comes to
// be kept under a version that another one has followed, however late its put arrives: how
// much is left under an old version only goes down.

func encodeKept(s *engine.Sealed) []byte {
	w := writer{make([]byte, 0, 24+len(s.Text))}
	w.num(keptFormat)
	w.num(uint64(s.Version))
	w.raw(s.Nonce[:])
	w.raw(s.Text)
	return w.b
}

func decodeKept(b []byte) (s engine.Sealed, err error) {
	r := reader{b: b}
	r.format(keptFormat)
	s.Version = r.num32()
	if r.err == nil && len(r.rest()) < len(s.Nonce) {
		r.fail(errShort)
	}
	if r.err != nil {
		return engine.Sealed{}, fmt.Errorf("kept text: %w", r.err)
	}
	s.Text = bytes.Clone(r.rest()[copy(s.Nonce[:], r.rest()):])
	return s, nil
}

// keep seals a text and puts it, as often as policy tries anything. Where the record has
// moved meanwhile, it is sealed anew under what is the active version then.
func keep(a *Agent, key, name string, plaintext []byte) error {
	if !a.env.Policy.Rewrap || !engine.ValidName(name) || len(plaintext) > engine.MaxKept {
		return engine.ErrRejected
	}
	p := keeping{a: a, key: key, at: keptKey(key, name), plaintext: plaintext}
	for n := 0; ; n++ {
		err := p.try()
		if err == nil || n+1 >= a.env.Policy.Attempts || errors.Is(err, engine.ErrUnknown) && !p.unsure {
			return p.outcome(err)
		}
		a.env.Clock.Sleep(a.pace(n))
	}
}

// keeping is a text that is to be kept.
type keeping struct {
	a         *Agent
	key, at   string
	plaintext []byte

	value  []byte           // that was sent last
	as     []engine.Compare // on what conditions
	unsure bool             // it may be there, or come
}

// outcome is what whoever asked is told: what failed before anything was sent, or was found
// not to have happened, has not happened.
func (p *keeping) outcome(err error) error {
	switch {
	case err == nil || errors.Is(err, engine.ErrUnknown):
		return err
	case p.unsure:
		return engine.ErrUnknown
	}
	return engine.ErrNotServing
}

// try puts the text. What became of an earlier try is read back first (rule 10): the same
// value may be sent again under the same conditions, since it can come to be only once, and
// another one when what is there now shows that the first can no longer.
func (p *keeping) try() error {
	store := p.a.env.Store
	res, err := store.Txn(engine.Txn{Then: []engine.Op{engine.Get(RecordKey(p.key)), engine.Get(p.at)}})
	if err != nil {
		return notYet(err)
	}
	record, there := first(res.Reads[0]), first(res.Reads[1])
	if p.unsure && bytes.Equal(there.Value, p.value) {
		return nil
	}
	if p.unsure && there.Mod != p.as[1].Mod {
		p.unsure = false
		return engine.ErrUnknown // it may have been there, and have been replaced
	}
	rec, err := recordIn(&res, record)
	if err != nil {
		return err
	}
	if !p.unsure || record.Mod != p.as[0].Mod {
		p.unsure = false
		if err := p.seal(&rec, record, there); err != nil {
			return err
		}
	}
	p.unsure = true
	_, err = commitIn(store, rec.Generation, engine.Txn{If: p.as, Then: []engine.Op{engine.Put(p.at, p.value, 0)}})
	return notYet(err)
}

// notYet is a failure that is read back or tried again.
func notYet(err error) error {
	if errors.Is(err, engine.ErrUnknown) {
		return engine.ErrUnavailable
	}
	return err
}

// seal seals the text under the version that is the active one in a record.
func (p *keeping) seal(rec *Record, record, there engine.KV) error {
	s, err := p.a.steps.Seal(p.a, p.key, p.plaintext)
	if err != nil {
		return err
	}
	if s.Version != rec.Active {
		return errMoved // the node has yet to hear of it
	}
	p.value = encodeKept(&s)
	p.as = []engine.Compare{{Key: RecordKey(p.key), Mod: record.Mod}, {Key: p.at, Mod: there.Mod}}
	return nil
}

// kept opens what is kept under a name. What the node does not know any more may just have
// been moved: then it is there in another form.
func kept(a *Agent, key, name string) ([]byte, error) {
	if !a.env.Policy.Rewrap || !engine.ValidName(name) {
		return nil, engine.ErrRejected
	}
	seen := int64(0)
	for range a.env.Policy.Attempts + 1 {
		kv, err := get(a.env.Store, keptKey(key, name))
		if err != nil {
			return nil, engine.ErrNotServing
		}
		if kv.Mod == 0 {
			return nil, engine.ErrNothingKept
		}
		s, err := decodeKept(kv.Value)
		if err != nil {
			return nil, engine.ErrUnknownVersion
		}
		plaintext, err := a.steps.Open(a, key, s)
		if !errors.Is(err, engine.ErrUnknownVersion) || kv.Mod == seen {
			return plaintext, err
		}
		seen = kv.Mod
	}
	return nil, engine.ErrNotServing
}

// Keep seals a text and keeps it for good.
func (a *Agent) Keep(key, name string, plaintext []byte) error {
	return a.steps.Keep(a, key, name, plaintext)
}

// Kept opens what is kept.
func (a *Agent) Kept(key, name string) ([]byte, error) { return a.steps.Kept(a, key, name) }
