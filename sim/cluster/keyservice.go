package cluster

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// keyPlace is the key service on its machine.
type keyPlace struct {
	*keyService
	m      *machine
	copies []keysCopy // nil: none are kept
}

// serve takes a request.
func (k *keyPlace) serve(m *message) {
	switch r := m.x.request.(type) {
	case engine.Create:
		made, isNew, err := k.create(r, k.endOf(r.Life))
		if isNew {
			k.m.c.witness.Made(r.Key, r.Version, k.ops[r.Op].secret[:])
		}
		k.noted()
		k.m.c.witness.Effect(r.Key, checker.Outside{Kind: checker.Mint, Version: r.Version, Op: r.Op, Fence: r.Fence,
			Print: made.Print, Under: made.Under.Version, Ends: inRun(made.End), Accepted: err == nil, Made: isNew}, m.x.doing())
		m.answer(made, err, int64(r.Version), truth(isNew))
	case engine.Lookup:
		made, found := k.lookup(r.Op)
		m.answer(engine.Found{Made: made, Found: found}, nil, truth(found), truth(made.Destroyed))
	case engine.Destroy:
		did, err := k.destroy(r.Op, r.Key, r.Version, r.Fence)
		k.noted()
		k.m.c.witness.Effect(r.Key, checker.Outside{Kind: checker.Destroy, Version: r.Version, Op: r.Op, Fence: r.Fence,
			Accepted: err == nil, Made: did}, m.x.doing())
		m.answer(nil, err, int64(r.Version), truth(did))
	case engine.Fetch:
		material, err := k.fetch(r.Key, r.Version, k.now)
		m.answer(material, err, int64(r.Version), truth(err == nil))
	case lookAsk:
		m.answer(nil, nil, 0, 0)
	default:
		m.answer(nil, engine.ErrRejected, 0, 0)
	}
}

// now is the time of day on the key service's machine.
func (k *keyPlace) now() time.Duration { return k.m.wall.read(k.m.c.w.Now()) }

// endOf is when what is made now ends, with so long a life.
func (k *keyPlace) endOf(life time.Duration) time.Duration {
	if life == 0 {
		return 0
	}
	return k.now() + life
}

// keyService makes and destroys material, idempotently by operation id, with
// tombstones. It refuses a fence below one that it has seen for the key.
type keyService struct {
	seed   uint64
	ops    map[string]*making // looked up only, never walked
	made   []*making
	never  []*making // tombstones of what was never made
	fences map[string]uint64
	turns  int // how often it has made something: no two are alike
}

// making is what became of one operation id.
type making struct {
	engine.Made
	op     string
	secret [32]byte
}

func newKeyService(seed uint64) *keyService {
	return &keyService{seed: seed, ops: map[string]*making{}, fences: map[string]uint64{}}
}

// admit checks a fence and remembers it.
func (k *keyService) admit(key string, fence uint64) error {
	if fence < k.fences[key] {
		return engine.ErrStaleFence
	}
	k.fences[key] = fence
	return nil
}

// create makes material for a new operation id; made says that it did. Nothing is made
// under what is not there, and nothing ends later than what it is made under.
func (k *keyService) create(c engine.Create, end time.Duration) (m engine.Made, made bool, err error) {
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
	n.secret = k.secret(k.turns)
	k.turns++
	n.Print = engine.Fingerprint(n.secret[:])
	k.ops[c.Op] = n
	k.made = append(k.made, n)
	return n.Made, true, nil
}

// secret is material that differs in every run and at every making.
func (k *keyService) secret(n int) [32]byte {
	b := binary.BigEndian.AppendUint64([]byte("pawl material"), k.seed)
	return sha256.Sum256(binary.BigEndian.AppendUint64(b, uint64(n)))
}

func (k *keyService) lookup(op string) (engine.Made, bool) {
	if m := k.ops[op]; m != nil {
		return m.Made, true
	}
	return engine.Made{}, false
}

// destroy leaves a tombstone even where nothing was made: a create that comes
// later makes nothing.
func (k *keyService) destroy(op, key string, version uint32, fence uint64) (destroyed bool, err error) {
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

func (m *making) destroy() { m.Destroyed, m.secret = true, [32]byte{} }

// lose destroys all material of a version that there is, whoever asks for that: by which
// operations it was made.
func (k *keyService) lose(key string, version uint32) (ops []string) {
	for _, m := range k.made {
		if m.Key == key && m.Version == version && !m.Destroyed {
			m.destroy()
			ops = append(ops, m.op)
		}
	}
	return ops
}

// fetch hands out the newest material of a version that is not destroyed, and of which what
// it is issued under is not, until it ends by the wall clock.
func (k *keyService) fetch(key string, version uint32, wall func() time.Duration) (engine.Material, error) {
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
func (k *keyService) alive(i engine.Issuer) bool {
	return i == engine.Issuer{} || k.newest(i.Key, i.Version) != nil
}

// newest is the newest material of a version that is not destroyed; nil if there is none.
func (k *keyService) newest(key string, version uint32) *making {
	for i := len(k.made) - 1; i >= 0; i-- {
		if m := k.made[i]; m.Key == key && m.Version == version && !m.Destroyed {
			return m
		}
	}
	return nil
}
