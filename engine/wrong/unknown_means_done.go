package wrong

import (
	"errors"

	"pawl/engine"
	"pawl/engine/reference"
)

// unknownMeansDone takes an unanswered write of REVOKED for done, and has the material
// destroyed without reading back.
func unknownMeansDone() engine.Engine {
	return reference.Variant{Name: "unknown-means-done", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = sanguine{env.Store, env.Keys}
	}}.Engine()
}

type sanguine struct {
	engine.Store
	keys engine.KeyService
}

func (s sanguine) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	if !errors.Is(err, engine.ErrUnknown) {
		return res, err
	}
	if step, key := reference.StepOf(engine.WorkerRole, t); step == engine.Revoked {
		if what, ok := writes(t.Then[0]); ok && what.Record != nil {
			for _, v := range what.Versions {
				if v.State == engine.Revoked {
					_ = s.keys.Destroy(reference.MintOperation(key, v.N), key, v.N, what.Record.Fence) // the record is gone on with anyway
				}
			}
		}
	}
	return res, err
}
