package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// countsSealsInMemory has every node count for itself how often it has sealed, anew from each
// start.
func countsSealsInMemory() engine.Engine {
	return reference.Variant{Name: "counts-seals-in-memory", Node: func(env *engine.Env, s *reference.NodeSteps) {
		limit, sealed := env.Policy.SealLimit, 0
		s.Claim = func(*reference.Ring) error {
			if sealed++; limit != 0 && sealed > limit {
				return engine.ErrNotServing
			}
			return nil
		}
	}}.Engine()
}
