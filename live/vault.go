package live

import (
	"context"
	"crypto/rand"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// vault is the key service: in memory, idempotent by operation id, with tombstones and
// fences. It is entered by who has the run's lock.
type vault struct {
	r      *run
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

func newVault(r *run) *vault {
	return &vault{r: r, ops: map[string]*making{}, fences: map[string]uint64{}}
}

// serve takes a request.
func (v *vault) serve(_ context.Context, x *crossing) (engine.Reply, error) {
	v.r.mu.Lock()
	defer v.r.mu.Unlock()
	now := v.r.now()
	how := x.doing()
	how.Early, how.At = now, now
	switch q := x.request.(type) {
	case engine.Create:
		made, isNew, err := v.create(q)
		if isNew {
			v.r.witness.Made(q.Key, q.Version, v.ops[q.Op].secret[:])
		}
		v.r.witness.Effect(q.Key, checker.Outside{Kind: checker.Mint, Version: q.Version, Op: q.Op, Fence: q.Fence,
			Print: made.Print, Under: made.Under.Version, Ends: v.inRun(made.End), Accepted: err == nil, Made: isNew}, how)
		return made, err
	case engine.Lookup:
		m := v.ops[q.Op]
		if m == nil {
			return engine.Found{}, nil
		}
		return engine.Found{Made: m.Made, Found: true}, nil
	case engine.Destroy:
		did, err := v.destroy(q)
		v.r.witness.Effect(q.Key, checker.Outside{Kind: checker.Destroy, Version: q.Version, Op: q.Op, Fence: q.Fence,
			Accepted: err == nil, Made: did}, how)
		return nil, err
	case engine.Fetch:
		return v.fetch(q)
	case lookAsk:
		return nil, nil
	}
	return nil, engine.ErrRejected
}

// inRun is the true time of the run at which a wall clock shows something; 0 stays 0.
func (v *vault) inRun(wall time.Duration) time.Duration {
	if wall == 0 {
		return 0
	}
	return wall - v.r.clock.Wall() + v.r.now()
}

// admit checks a fence and remembers it.
func (v *vault) admit(key string, fence uint64) error {
	if fence < v.fences[key] {
		return engine.ErrStaleFence
	}
	v.fences[key] = fence
	return nil
}

// create makes material for a new operation id; nothing under what is not there, and nothing
// that ends later than what it is made under.
func (v *vault) create(c engine.Create) (m engine.Made, isNew bool, err error) {
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
		end = v.r.clock.Wall() + c.Life
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
func (v *vault) destroy(q engine.Destroy) (did bool, err error) {
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
func (v *vault) lose(key string, version uint32) (ops []string) {
	for _, m := range v.made {
		if m.Key == key && m.Version == version && !m.Destroyed {
			m.Destroyed, m.secret = true, [32]byte{}
			ops = append(ops, m.op)
		}
	}
	return ops
}

// fetch hands out the newest material of a version that is there, until it ends.
func (v *vault) fetch(q engine.Fetch) (engine.Reply, error) {
	m := v.newest(q.Key, q.Version)
	switch {
	case m == nil || !v.alive(m.Under):
		return nil, engine.ErrRejected
	case m.End != 0 && v.r.clock.Wall() >= m.End:
		return nil, engine.ErrEnded
	}
	return engine.Material{Secret: m.secret, Print: m.Print}, nil
}

// alive says that the material of an issuer is there; so it is of none.
func (v *vault) alive(i engine.Issuer) bool {
	return i == engine.Issuer{} || v.newest(i.Key, i.Version) != nil
}

func (v *vault) newest(key string, version uint32) *making {
	for i := len(v.made) - 1; i >= 0; i-- {
		if m := v.made[i]; m.Key == key && m.Version == version && !m.Destroyed {
			return m
		}
	}
	return nil
}
