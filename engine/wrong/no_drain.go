package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// noDrain commits while old stamps may still seal.
func noDrain() engine.Engine {
	return reference.Variant{Name: "no-drain", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Verified] = func(o *reference.Owner, _ uint32) (reference.Pause, error) {
			return reference.Pause{}, o.CommitNow()
		}
	}}.Engine()
}
