package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// recordsAhead writes VERIFIED first, and waits for the barrier then.
func recordsAhead() engine.Engine {
	return reference.Variant{Name: "records-ahead", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Published] = verifyUnseen
		s.Rotation[reference.Verified] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			passed, err := o.StampBarrier()
			if err != nil || !passed {
				return reference.Pause{For: o.Env().Policy.SealLease, Stamps: true}, err
			}
			return reference.Drain(o, next)
		}
	}}.Engine()
}
