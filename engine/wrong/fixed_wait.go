package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// fixedWait takes it that half of the publish deadline is enough for anybody, and
// goes on then as though the barrier had passed.
func fixedWait() engine.Engine {
	return reference.Variant{Name: "fixed-wait", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		wait := env.Policy.PublishDeadline / 2
		s.Rotation[reference.Published] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			if o.Record().Since+wait <= o.Time() {
				return reference.Pause{}, o.VerifyNow()
			}
			return reference.Verify(o, next)
		}
	}}.Engine()
}
