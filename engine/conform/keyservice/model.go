package keyservice

import (
	"crypto/sha256"
	"fmt"
	"time"

	"pawl/engine"
)

// model is a key service made of maps, with a clock that its user turns. Package cluster's is
// much like it, and was not looked at.
type model struct {
	wall   time.Duration
	made   []*thing // in this order
	byOp   map[string]*thing
	fences map[string]uint64
	drawn  int // secrets: no two are alike
}

type thing struct {
	engine.Made
	secret [32]byte // zero: there never was any
}

func newModel() *model {
	return &model{wall: time.Hour, byOp: map[string]*thing{}, fences: map[string]uint64{}}
}

func (m *model) Wall() time.Duration  { return m.wall }
func (m *model) Pass(d time.Duration) { m.wall += d }
func (m *model) Restart() error       { return nil }

func (m *model) admit(key string, fence uint64) error {
	if fence < m.fences[key] {
		return engine.ErrStaleFence
	}
	m.fences[key] = fence
	return nil
}

func (m *model) Create(c engine.Create) (engine.Made, error) {
	if err := m.admit(c.Key, c.Fence); err != nil {
		return engine.Made{}, err
	}
	if t := m.byOp[c.Op]; t != nil {
		return t.Made, nil
	}
	under := m.newest(c.Under.Key, c.Under.Version)
	if under == nil && c.Under != (engine.Issuer{}) {
		return engine.Made{}, engine.ErrRejected
	}
	t := &thing{Made: engine.Made{Key: c.Key, Version: c.Version, Under: c.Under}}
	m.drawn++
	t.secret = sha256.Sum256(fmt.Appendf(nil, "%d", m.drawn))
	t.Print = engine.Fingerprint(t.secret[:])
	if c.Life > 0 {
		t.End = m.wall + c.Life
	}
	if under != nil && under.End != 0 && (t.End == 0 || t.End > under.End) {
		t.End = under.End
	}
	m.made = append(m.made, t)
	m.byOp[c.Op] = t
	return t.Made, nil
}

func (m *model) Lookup(op string) (engine.Made, bool, error) {
	if t := m.byOp[op]; t != nil {
		return t.Made, true, nil
	}
	return engine.Made{}, false, nil
}

func (m *model) Destroy(op, key string, version uint32, fence uint64) error {
	if err := m.admit(key, fence); err != nil {
		return err
	}
	if m.byOp[op] == nil {
		m.byOp[op] = &thing{Made: engine.Made{Key: key, Version: version}}
	}
	m.byOp[op].Destroyed = true
	return nil
}

func (m *model) Fetch(key string, version uint32) (engine.Material, error) {
	t := m.newest(key, version)
	switch {
	case t == nil, t.Under != engine.Issuer{} && m.newest(t.Under.Key, t.Under.Version) == nil:
		return engine.Material{}, engine.ErrRejected
	case t.End != 0 && m.wall >= t.End:
		return engine.Material{}, engine.ErrEnded
	}
	return engine.Material{Secret: t.secret, Print: t.Print}, nil
}

// newest is the newest that was made of a version, and is not destroyed.
func (m *model) newest(key string, version uint32) (newest *thing) {
	for _, t := range m.made {
		if t.Key == key && t.Version == version && !t.Destroyed {
			newest = t
		}
	}
	return newest
}
