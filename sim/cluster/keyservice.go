package cluster

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy/keymaker"
)

// keyPlace is the key service on its machine.
type keyPlace struct {
	*keymaker.Keymaker
	m      *machine
	copies []keysCopy // nil: none are kept
}

// serve takes a request.
func (k *keyPlace) serve(m *message) {
	switch r := m.x.request.(type) {
	case engine.Create:
		made, isNew, err := k.Create(r, k.endOf(r.Life))
		if isNew {
			k.m.c.witness.Made(r.Key, r.Version, k.Secret(r.Op))
		}
		k.noted()
		k.m.c.witness.Effect(r.Key, checker.Outside{Kind: checker.Mint, Version: r.Version, Op: r.Op, Fence: r.Fence,
			Print: made.Print, Under: made.Under.Version, Ends: inRun(made.End), Accepted: err == nil, Made: isNew}, m.x.doing())
		m.answer(made, err, int64(r.Version), truth(isNew))
	case engine.Lookup:
		made, found := k.Lookup(r.Op)
		m.answer(engine.Found{Made: made, Found: found}, nil, truth(found), truth(made.Destroyed))
	case engine.Destroy:
		did, err := k.Destroy(r.Op, r.Key, r.Version, r.Fence)
		k.noted()
		k.m.c.witness.Effect(r.Key, checker.Outside{Kind: checker.Destroy, Version: r.Version, Op: r.Op, Fence: r.Fence,
			Accepted: err == nil, Made: did}, m.x.doing())
		m.answer(nil, err, int64(r.Version), truth(did))
	case engine.Fetch:
		material, err := k.Fetch(r.Key, r.Version, k.now)
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

// materialOf is material that differs in every run and at every making.
func materialOf(seed uint64) func(turn int) [32]byte {
	return func(turn int) [32]byte {
		b := binary.BigEndian.AppendUint64([]byte("pawl material"), seed)
		return sha256.Sum256(binary.BigEndian.AppendUint64(b, uint64(turn)))
	}
}
