package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// abortKeepsMaterial calls a rotation aborted once its barrier has passed, and leaves
// what was made for it in the key service.
func abortKeepsMaterial() engine.Engine {
	return reference.Variant{Name: "abort-keeps-material", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Aborting] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			passed, err := o.StampBarrier()
			if err != nil || !passed {
				return reference.Pause{For: o.Env().Policy.OpenLease, Stamps: true}, err
			}
			rec := o.Record()
			rec.Version(next).State = reference.Burnt
			rec.Floor, rec.SealFloor = rec.Target, rec.Target
			rec.Phase, rec.Since = reference.Aborted, o.Time()
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: engine.Aborted})
		}
	}}.Engine()
}
