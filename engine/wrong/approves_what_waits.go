package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// approvesWhatWaits does what waits for approval when anybody approves anything, and does not look
// which act that was.
func approvesWhatWaits() engine.Engine {
	return reference.Variant{Name: "approves-what-waits", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Approve = func(waits, by string, a engine.Act) string {
			a.Of = waits
			return reference.Approve(waits, by, a)
		}
	}}.Engine()
}
