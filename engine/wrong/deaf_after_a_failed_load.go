package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// deafAfterAFailedLoad has a node hear of nothing while it cannot load what it once wanted
// to: it asks the key service, and keeps its stamps alive where it may.
func deafAfterAFailedLoad() engine.Engine {
	return reference.Variant{Name: "deaf-after-a-failed-load", Node: func(env *engine.Env, s *reference.NodeSteps) {
		load, clock := s.Load, env.Clock
		s.Load = func(r *reference.Ring, rights reference.Rights) error {
			for load(r, rights) != nil {
				_ = s.Extend(r, rights)
				clock.Sleep(200 * time.Millisecond)
			}
			return nil
		}
	}}.Engine()
}
