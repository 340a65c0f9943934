package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// haltedAsIdle takes a halted rotation for none: nodes get stamps without the next
// version, and of the revision that the barrier will ask for after the resume.
func haltedAsIdle() engine.Engine {
	return reference.Variant{Name: "halted-as-idle", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			if r.Phase == reference.Halted {
				idle := *r
				idle.Phase = reference.Idle
				r = &idle
			}
			return reference.RightsUnder(key, pool, r)
		}
	}}.Engine()
}
