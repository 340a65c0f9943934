package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// haltButKeepGoing writes HALTED, and its loop takes the next step.
func haltButKeepGoing() engine.Engine {
	return reference.Variant{Name: "halt-but-keep-going", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		tell := s.Rotation[reference.Halted]
		s.Rotation[reference.Halted] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			if rec := o.Record(); rec.From != reference.Idle && rec.From != reference.Halted {
				return s.Rotation[rec.From](o, next)
			}
			return tell(o, next)
		}
	}}.Engine()
}
