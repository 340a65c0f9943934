package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// revokesBeforeRewrap retires a version when its lifetime has passed, whatever is kept under it.
func revokesBeforeRewrap() engine.Engine {
	return reference.Variant{Name: "revokes-before-rewrap", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Left = func(*reference.Worker, string, uint32) ([]string, error) { return nil, nil }
	}}.Engine()
}
