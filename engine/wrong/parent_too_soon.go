package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// parentTooSoon retires a version of the anchor when its own artefacts have had their time,
// whatever is issued under it.
func parentTooSoon() engine.Engine {
	return reference.Variant{Name: "parent-too-soon", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Issued = func(*reference.Worker, string, uint32) (bool, error) { return false, nil }
	}}.Engine()
}
