package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// effectBeforeIntent makes the material first, to have it ready, and only then
// writes down that it means to.
func effectBeforeIntent() engine.Engine {
	return reference.Variant{Name: "effect-before-intent", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = hasty{env.Store, env.Keys, env.Policy.KeyLife}
	}}.Engine()
}

type hasty struct {
	engine.Store
	keys engine.KeyService
	life time.Duration
}

func (s hasty) Txn(t engine.Txn) (engine.TxnResult, error) {
	if step, key := reference.StepOf(engine.WorkerRole, t); step == engine.Intent {
		if what, ok := writes(t.Then[0]); ok && what.Record != nil {
			next := what.Record.Next
			s.keys.Create(reference.MintOperation(key, next), key, next, what.Record.Fence, s.life)
		}
	}
	return s.Store.Txn(t)
}
