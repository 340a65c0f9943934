package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// auditAfterTheFact makes the change, and then writes down that it did.
func auditAfterTheFact() engine.Engine {
	return reference.Variant{Name: "audit-after-the-fact", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = belated{env.Store}
	}}.Engine()
}

type belated struct{ engine.Store }

func (s belated) Txn(t engine.Txn) (engine.TxnResult, error) {
	var change, audit []engine.Op
	for _, op := range t.Then {
		if what, ok := writes(op); ok && what.Entry != nil {
			audit = append(audit, op)
		} else {
			change = append(change, op)
		}
	}
	t.Then = change
	res, err := s.Store.Txn(t)
	if err == nil && res.Held && len(audit) > 0 {
		s.Store.Txn(engine.Txn{Then: audit})
	}
	return res, err
}
