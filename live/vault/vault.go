package vault

import (
	"crypto/rand"
	"sync"
	"time"

	"pawl/engine"
)

// Vault makes and destroys material.
type Vault struct {
	wall func() time.Duration

	mu     sync.Mutex
	ops    map[string]*making
	made   []*making
	fences map[string]uint64
}

// making is what became of one operation id.
type making struct {
	engine.Made
	op     string
	secret [32]byte
}

// New is an empty one, with a time of day.
func New(wall func() time.Duration) *Vault {
	return &Vault{wall: wall, ops: map[string]*making{}, fences: map[string]uint64{}}
}

// Done is what came of a request.
type Done struct {
	Made   engine.Made     // of a create, and of a lookup that found something
	Found  bool            // of a lookup
	Fetch  engine.Material // of a fetch
	New    bool            // it has changed something
	Secret []byte          // what was made just now, for whoever watches
	Ops    []string        // of Lose
}

// Lose destroys all material of a version, whoever asks for that.
type Lose struct {
	Key     string
	Version uint32
}

// Verb is no engine's.
func (Lose) Verb() engine.Verb { return "lose" }

// Do does one request.
func (v *Vault) Do(r engine.Request) (d Done, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch q := r.(type) {
	case engine.Create:
		d.Made, d.New, err = v.create(q)
		if d.New {
			secret := v.ops[q.Op].secret
			d.Secret = secret[:]
		}
	case engine.Lookup:
		if m := v.ops[q.Op]; m != nil {
			d.Made, d.Found = m.Made, true
		}
	case engine.Destroy:
		d.New, err = v.destroy(q)
	case engine.Fetch:
		d.Fetch, err = v.fetch(q)
	case Lose:
		d.Ops = v.lose(q.Key, q.Version)
	}
	return d, err
}

// admit checks a fence and remembers it.
func (v *Vault) admit(key string, fence uint64) error {
	if fence < v.fences[key] {
		return engine.ErrStaleFence
	}
	v.fences[key] = fence
	return nil
}

// create makes material for a new operation id; nothing under what is not there, and nothing
// that ends later than what it is made under.
func (v *Vault) create(c engine.Create) (m engine.Made, isNew bool, err error) {
	if err := v.admit(c.Key, c.Fence); err != nil {
		return engine.Made{}, false, err
	}
	if old := v.ops[c.Op]; old != nil {
		return old.Made, false, nil
	}
	if !v.alive(c.Under) {
		return engine.Made{}, false, engine.ErrRejected
	}
	var end time.Duration
	if c.Life != 0 {
		end = v.wall() + c.Life
	}
	if p := v.newest(c.Under.Key, c.Under.Version); p != nil && p.End != 0 && (end == 0 || p.End < end) {
		end = p.End
	}
	n := &making{Made: engine.Made{Key: c.Key, Version: c.Version, Under: c.Under, End: end}, op: c.Op}
	rand.Read(n.secret[:]) // does not fail
	n.Print = engine.Fingerprint(n.secret[:])
	v.ops[c.Op] = n
	v.made = append(v.made, n)
	return n.Made, true, nil
}

// destroy leaves a tombstone even where nothing was made.
func (v *Vault) destroy(q engine.Destroy) (did bool, err error) {
	if err := v.admit(q.Key, q.Fence); err != nil {
		return false, err
	}
	m := v.ops[q.Op]
	if m == nil {
		m = &making{Made: engine.Made{Key: q.Key, Version: q.Version}, op: q.Op}
		v.ops[q.Op] = m
	}
	did = !m.Destroyed
	m.Destroyed, m.secret = true, [32]byte{}
	return did, nil
}

// lose destroys all material of a version, whoever asks for that: by which operations it was
// made.
func (v *Vault) lose(key string, version uint32) (ops []string) {
	for _, m := range v.made {
		if m.Key == key && m.Version == version && !m.Destroyed {
			m.Destroyed, m.secret = true, [32]byte{}
			ops = append(ops, m.op)
		}
	}
	return ops
}

// fetch hands out the newest material of a version that is there, until it ends.
func (v *Vault) fetch(q engine.Fetch) (engine.Material, error) {
	m := v.newest(q.Key, q.Version)
	switch {
	case m == nil || !v.alive(m.Under):
		return engine.Material{}, engine.ErrRejected
	case m.End != 0 && v.wall() >= m.End:
		return engine.Material{}, engine.ErrEnded
	}
	return engine.Material{Secret: m.secret, Print: m.Print}, nil
}

// alive says that the material of an issuer is there; so it is of none.
func (v *Vault) alive(i engine.Issuer) bool {
	return i == engine.Issuer{} || v.newest(i.Key, i.Version) != nil
}

func (v *Vault) newest(key string, version uint32) *making {
	for i := len(v.made) - 1; i >= 0; i-- {
		if m := v.made[i]; m.Key == key && m.Version == version && !m.Destroyed {
			return m
		}
	}
	return nil
}
