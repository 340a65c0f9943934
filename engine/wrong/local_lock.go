package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// localLock has a worker admit to a key, and own it, by a lock on its own host, and write
// what it likes while it has that. Each host has one.
func localLock() engine.Engine {
	return reference.Variant{Name: "local-lock", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		h := &locked{Store: env.Store, records: map[string]engine.KV{}}
		env.Store = h
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			asItStands(&rec, h.records[o.Key()])
			return write(o, rec, c)
		}
	}}.Engine()
}

// locked is a store to a worker that has its host's lock: it is asked for no lease and no
// ownership, and for no condition of a write.
type locked struct {
	engine.Store
	records map[string]engine.KV // by key, as last read; looked up only
}

func (h *locked) Txn(t engine.Txn) (engine.TxnResult, error) {
	if step, key := reference.StepOf(engine.WorkerRole, t); step == "ACQUIRED" {
		return engine.TxnResult{Held: true, Revision: h.records[key].Mod}, nil
	}
	t.If = nil
	res, err := h.Store.Txn(t)
	if err != nil {
		return res, err
	}
	for _, kvs := range res.Reads {
		for _, kv := range kvs {
			if what, _ := reference.Describe(kv); what.Record != nil {
				h.records[what.Key] = kv
			}
		}
	}
	return res, nil
}

func (h *locked) Grant(time.Duration) (engine.Lease, error) { return 1, nil }
func (h *locked) KeepAlive(engine.Lease) error              { return nil }
func (h *locked) Revoke(engine.Lease) error                 { return nil }
