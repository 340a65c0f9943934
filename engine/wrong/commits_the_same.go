package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// commitsTheSame goes through a whole rotation and leaves the active version as it is.
func commitsTheSame() engine.Engine {
	return reference.Variant{Name: "commits-the-same", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		commit := s.Rotation[reference.Draining]
		s.Rotation[reference.Draining] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			rec := o.Record()
			if rec.Active == 0 { // somebody has to be the first
				return commit(o, next)
			}
			passed, err := o.SealBarrier()
			if err != nil || !passed {
				return reference.Pause{For: o.Env().Policy.SealLease, Stamps: true}, err
			}
			rec.SealFloor = rec.Target
			rec.Rev++
			rec.Target = rec.Rev
			rec.Phase, rec.Next, rec.Since = reference.Committed, 0, o.Time()
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: engine.Committed})
		}
	}}.Engine()
}
