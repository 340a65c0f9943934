package keymaker

import (
	"maps"
	"time"

	"pawl/engine"
)

// Keymaker makes and destroys material.
type Keymaker struct {
	material func(turn int) [32]byte // what is made, each time
	Turns    int                     // how often something was made: no two are alike

	ops    map[string]*making // looked up only, never walked
	made   []*making
	never  []*making // tombstones of what was never made
	fences map[string]uint64
}

// making is what became of one operation id.
type making struct {
	engine.Made
	op     string
	secret [32]byte
}

// New is one that has made nothing yet.
func New(material func(turn int) [32]byte) *Keymaker {
	return &Keymaker{material: material, ops: map[string]*making{}, fences: map[string]uint64{}}
}

// admit checks a fence and remembers it.
func (k *Keymaker) admit(key string, fence uint64) error {
	if fence < k.fences[key] {
		return engine.ErrStaleFence
	}
	k.fences[key] = fence
	return nil
}

// Create makes material for a new operation id; made says that it did. Nothing is made
// under what is not there, and nothing ends later than what it is made under.
func (k *Keymaker) Create(c engine.Create, end time.Duration) (m engine.Made, made bool, err error) {
	if err := k.admit(c.Key, c.Fence); err != nil {
		return engine.Made{}, false, err
	}
	if old := k.ops[c.Op]; old != nil {
		return old.Made, false, nil
	}
	if !k.alive(c.Under) {
		return engine.Made{}, false, engine.ErrRejected
	}
	if p := k.newest(c.Under.Key, c.Under.Version); p != nil && p.End != 0 && (end == 0 || p.End < end) {
		end = p.End
	}
	n := &making{Made: engine.Made{Key: c.Key, Version: c.Version, Under: c.Under, End: end}, op: c.Op}
	n.secret = k.material(k.Turns)
	k.Turns++
	n.Print = engine.Fingerprint(n.secret[:])
	k.ops[c.Op] = n
	k.made = append(k.made, n)
	return n.Made, true, nil
}

// Lookup is what became of an operation id.
func (k *Keymaker) Lookup(op string) (engine.Made, bool) {
	if m := k.ops[op]; m != nil {
		return m.Made, true
	}
	return engine.Made{}, false
}

// Destroy leaves a tombstone even where nothing was made: a create that comes
// later makes nothing.
func (k *Keymaker) Destroy(op, key string, version uint32, fence uint64) (destroyed bool, err error) {
	if err := k.admit(key, fence); err != nil {
		return false, err
	}
	m := k.ops[op]
	if m == nil {
		m = &making{Made: engine.Made{Key: key, Version: version}, op: op}
		k.ops[op] = m
		k.never = append(k.never, m)
	}
	destroyed = !m.Destroyed
	m.destroy()
	return destroyed, nil
}

// Secret is the material of an operation that has made some.
func (k *Keymaker) Secret(op string) []byte { return k.ops[op].secret[:] }

func (m *making) destroy() { m.Destroyed, m.secret = true, [32]byte{} }

// Lose destroys all material of a version that there is, whoever asks for that: by which
// operations it was made.
func (k *Keymaker) Lose(key string, version uint32) (ops []string) {
	for _, m := range k.made {
		if m.Key == key && m.Version == version && !m.Destroyed {
			m.destroy()
			ops = append(ops, m.op)
		}
	}
	return ops
}

// Fetch hands out the newest material of a version that is not destroyed, and of which what
// it is issued under is not, until it ends by the wall clock.
func (k *Keymaker) Fetch(key string, version uint32, wall func() time.Duration) (engine.Material, error) {
	m := k.newest(key, version)
	if m == nil || !k.alive(m.Under) {
		return engine.Material{}, engine.ErrRejected
	}
	if m.End != 0 && wall() >= m.End {
		return engine.Material{}, engine.ErrEnded
	}
	return engine.Material{Secret: m.secret, Print: m.Print}, nil
}

// alive says that the material of an issuer is there; so it is of none.
func (k *Keymaker) alive(i engine.Issuer) bool {
	return i == engine.Issuer{} || k.newest(i.Key, i.Version) != nil
}

// newest is the newest material of a version that is not destroyed; nil if there is none.
func (k *Keymaker) newest(key string, version uint32) *making {
	for i := len(k.made) - 1; i >= 0; i-- {
		if m := k.made[i]; m.Key == key && m.Version == version && !m.Destroyed {
			return m
		}
	}
	return nil
}

// Copy is what the key service keeps, apart from it.
func (k *Keymaker) Copy() *Keymaker {
	c := New(k.material)
	c.Turns = k.Turns
	for _, m := range k.made {
		c.made = append(c.made, c.take(m))
	}
	for _, m := range k.never {
		c.never = append(c.never, c.take(m))
	}
	maps.Copy(c.fences, k.fences)
	return c
}

// take is a making of another key service, apart from it.
func (k *Keymaker) take(m *making) *making {
	n := *m
	k.ops[n.op] = &n
	return &n
}
