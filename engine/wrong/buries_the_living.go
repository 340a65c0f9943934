package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// buriesTheLiving takes an owner for dead that has written nothing for the length of its lease,
// though it keeps that alive: it may only be waiting.
func buriesTheLiving() engine.Engine {
	return reference.Variant{Name: "buries-the-living", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = &gravedigger{Store: env.Store, self: env.Self(), clock: env.Clock, lease: env.Policy.OwnerLease, moved: map[string]moved{}, buried: map[string]bool{}}
	}}.Engine()
}

// gravedigger is a store that shows no owner of a record which has not moved for some time.
type gravedigger struct {
	engine.Store
	self   string
	clock  engine.Clock
	lease  time.Duration
	moved  map[string]moved // by key; looked up only
	buried map[string]bool  // keys whose owner is not shown; looked up only
}

// moved is when a record was first seen at a revision.
type moved struct {
	mod  int64
	seen time.Duration
}

func (s *gravedigger) Txn(t engine.Txn) (engine.TxnResult, error) {
	if step, key := reference.StepOf(engine.WorkerRole, t); step == "ACQUIRED" && s.buried[key] {
		t.If = onlyOfRecord(key, t.If)
	}
	res, err := s.Store.Txn(t)
	if err == nil && len(t.If) == 0 {
		s.read(res.Reads)
	}
	return res, err
}

// read looks, where a worker has read who owns a key beside its record, whether the record has moved.
func (s *gravedigger) read(reads [][]engine.KV) {
	if len(reads) < 2 || len(reads[0]) != 1 {
		return
	}
	what, _ := reference.Describe(reads[0][0])
	if what.Record == nil {
		return
	}
	m := s.moved[what.Key]
	if m.mod != reads[0][0].Mod {
		m = moved{reads[0][0].Mod, s.clock.Now()}
	}
	s.moved[what.Key], s.buried[what.Key] = m, false
	if owner := reads[1]; len(owner) == 1 && owner[0].Lease != 0 && string(owner[0].Value) != s.self && s.clock.Now()-m.seen > s.lease {
		s.buried[what.Key], reads[1] = true, nil
	}
}
