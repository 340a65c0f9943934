package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// neverRetires leaves old versions as they are: somebody might still need them.
func neverRetires() engine.Engine {
	return reference.Variant{Name: "never-retires", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Old[reference.Deprecated] = func(*reference.Owner, uint32) (reference.Pause, error) {
			return reference.Pause{For: time.Hour}, nil
		}
	}}.Engine()
}
