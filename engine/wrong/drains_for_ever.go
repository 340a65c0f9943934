package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// drainsForEver gives sealing back when a drain has not passed at once, and drains again, as
// often as that is.
func drainsForEver() engine.Engine {
	return reference.Variant{Name: "drains-for-ever", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Draining] = func(o *reference.Owner, _ uint32) (reference.Pause, error) {
			passed, err := o.SealBarrier()
			switch {
			case err != nil:
				return reference.Pause{}, err
			case passed:
				return reference.Pause{}, o.CommitNow()
			}
			rec := o.Record()
			rec.Rev++
			rec.Target = rec.Rev
			rec.Phase = reference.Published
			rec.Since, rec.Proved = o.Time(), 0
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: "UNDRAINED", Cause: engine.ByDeadline + "drain"})
		}
	}}.Engine()
}
