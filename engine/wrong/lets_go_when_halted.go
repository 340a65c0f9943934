package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// letsGoWhenHalted keeps stamps alive while a version is being published, and no more once the
// rotation is halted: who has yet to load the version stops serving.
func letsGoWhenHalted() engine.Engine {
	return reference.Variant{Name: "lets-go-when-halted", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		halted := false
		rights, extend := s.Rights, s.Extend
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			halted = r.Phase == reference.Halted
			return rights(key, pool, r)
		}
		s.Extend = func(r *reference.Ring, x reference.Rights) error {
			if halted {
				return nil
			}
			return extend(r, x)
		}
	}}.Engine()
}
