package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// neverSettles does the last phase again each time that it finds it done.
func neverSettles() engine.Engine {
	return reference.Variant{Name: "never-settles", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Committed] = func(o *reference.Owner, _ uint32) (reference.Pause, error) {
			err := o.Write(o.Record(), reference.Change{Transition: engine.Committed})
			return reference.Pause{For: o.Env().Backoff(0)}, err
		}
	}}.Engine()
}
