package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// resumeSameFence goes on from a halt under the fence that was halted.
func resumeSameFence() engine.Engine {
	return reference.Variant{Name: "resume-same-fence", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Act = func(rec *reference.Record, a engine.Act, at time.Duration) (transition, why string) {
			fence := rec.Fence
			transition, why = reference.Act(rec, a, at)
			rec.Fence = fence
			return transition, why
		}
	}}.Engine()
}
