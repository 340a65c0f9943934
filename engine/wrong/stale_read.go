package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// staleRead has barriers scan the stamps at a replica, which may be behind: whose stamp is
// not there yet, the barrier does not wait for. The record beside them is read as it is:
// were it of the same past, a barrier that finds its own raise there would find all whom it
// has to wait for.
func staleRead() engine.Engine {
	return reference.Variant{Name: "stale-read", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = nearby{env.Store}
	}}.Engine()
}

type nearby struct{ engine.Store }

func (s nearby) Txn(t engine.Txn) (engine.TxnResult, error) {
	step, key := reference.StepOf(engine.WorkerRole, t)
	if step != "barrier" {
		return s.Store.Txn(t)
	}
	t.Stale = true
	scan, err := s.Store.Txn(t)
	if err != nil {
		return scan, err
	}
	record, err := s.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(reference.RecordKey(key))}})
	if err != nil {
		return scan, err
	}
	scan.Reads[0] = record.Reads[0]
	return scan, nil
}
