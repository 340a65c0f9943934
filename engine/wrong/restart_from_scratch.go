package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// restartFromScratch has an owner go on only with what it has seen from the start:
// what another one left half done it leaves too, and starts a rotation anew.
func restartFromScratch() engine.Engine {
	return reference.Variant{Name: "restart-from-scratch", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		known := map[string]string{} // rotations, by key; looked up only
		stage := s.Rotation[reference.Intent]
		s.Rotation[reference.Intent] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			known[o.Key()] = o.Record().Rotation
			return stage(o, next)
		}
		for p := reference.Staged; p <= reference.Draining; p++ {
			step := s.Rotation[p]
			s.Rotation[p] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
				if rec := o.Record(); known[o.Key()] != rec.Rotation {
					return reference.Pause{}, begin(o, rec)
				}
				return step(o, next)
			}
		}
	}}.Engine()
}
