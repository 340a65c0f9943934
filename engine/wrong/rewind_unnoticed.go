package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// rewindUnnoticed takes the store for the one that it has always been: what generation of it
// answers it does not look at, and nothing is bound to one.
func rewindUnnoticed() engine.Engine {
	return reference.Variant{
		Name:   "rewind-unnoticed",
		Worker: func(env *engine.Env, _ *reference.WorkerSteps) { env.Store = ageless{env.Store} },
		Node:   func(env *engine.Env, _ *reference.NodeSteps) { env.Store = ageless{env.Store} },
	}.Engine()
}

type ageless struct{ engine.Store }

func (s ageless) Txn(t engine.Txn) (engine.TxnResult, error) {
	t.Bound, t.Generation = false, 0
	res, err := s.Store.Txn(t)
	res.Generation = 0
	return res, err
}
