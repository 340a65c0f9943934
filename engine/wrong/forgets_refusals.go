package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// forgetsRefusals turns requests away and keeps no note of it.
func forgetsRefusals() engine.Engine {
	return reference.Variant{Name: "forgets-refusals", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = noteless{env.Store}
	}}.Engine()
}

// noteless is a store whose notes of what was turned away are said to be written.
type noteless struct{ engine.Store }

func (s noteless) Txn(t engine.Txn) (engine.TxnResult, error) {
	for _, op := range t.Then {
		if o, ok := reference.Describe(engine.KV{Key: op.Key, Value: op.Value}); ok && op.Kind == engine.OpPut && o.TurnedAway != nil {
			return engine.TxnResult{Held: true}, nil
		}
	}
	return s.Store.Txn(t)
}
