package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// silenceIsEmptiness takes a read that was not answered for one that found
// nothing, and so begins anew over what is there.
func silenceIsEmptiness() engine.Engine {
	return reference.Variant{Name: "silence-is-emptiness", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		s.Trust = func(*reference.Worker, string, int64, *reference.Record) error { return nil }
		env.Store = hopeful{forgetful{env.Store, env.Role, engine.Intent, func(string, engine.Compare) bool { return true }}}
	}}.Engine()
}

type hopeful struct{ engine.Store }

func (s hopeful) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	writes := slices.ContainsFunc(t.Then, func(op engine.Op) bool { return op.Kind == engine.OpPut || op.Kind == engine.OpDelete })
	if err != nil && !writes {
		return engine.TxnResult{Held: true, Reads: make([][]engine.KV, len(t.Then))}, nil
	}
	return res, err
}
