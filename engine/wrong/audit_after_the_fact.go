package wrong

import (
	"strings"

	"pawl/engine"
)

// auditAfterTheFact makes the change, and then writes down that it did.
func auditAfterTheFact() engine.Engine {
	e := engine.Reference().Engine("audit-after-the-fact")
	return onWorkers(e, func(env *engine.Env) { env.Store = belated{env.Store} })
}

type belated struct{ engine.Store }

func (s belated) Txn(t engine.Txn) (engine.TxnResult, error) {
	var change, audit []engine.Op
	for _, op := range t.Then {
		if op.Kind == engine.OpPut && strings.Contains(op.Key, "/audit/") {
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
