package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// forgetsAfterRestart has the time since when a version is the active one in memory only, and
// knows nothing of what was committed before it came.
func forgetsAfterRestart() engine.Engine {
	return reference.Variant{Name: "forgets-after-restart", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		committed := map[string]uint32{} // by key, the version that this process has made the active one
		settle, watch := s.Rotation[reference.Committed], s.Rotation[reference.Idle]
		s.Rotation[reference.Committed] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			committed[o.Key()] = o.Record().Active
			return settle(o, next)
		}
		s.Rotation[reference.Idle] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			if rec := o.Record(); rec.Active == 0 || committed[o.Key()] == rec.Active {
				return watch(o, next)
			}
			return reference.Rest(o, next)
		}
	}}.Engine()
}
