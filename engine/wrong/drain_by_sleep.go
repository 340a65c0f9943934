package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// drainBySleep takes it that after half of a seal lease nobody seals any more under
// the old version, if there is one.
func drainBySleep() engine.Engine {
	return reference.Variant{Name: "drain-by-sleep", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		sleep := env.Policy.SealLease / 2
		s.Rotation[reference.Draining] = func(o *reference.Owner, _ uint32) (reference.Pause, error) {
			rec := o.Record()
			if left := rec.Since + sleep - o.Time(); left > 0 && rec.Active != 0 {
				return reference.Pause{For: left}, nil
			}
			return reference.Pause{}, o.CommitNow()
		}
	}}.Engine()
}
