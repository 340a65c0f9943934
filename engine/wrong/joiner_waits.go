package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// joinerWaits has a node that starts in the middle of a rotation wait for its next phase.
// The rotation may be waiting for that very node.
func joinerWaits() engine.Engine {
	return reference.Variant{Name: "joiner-waits", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		waits := map[string]reference.Phase{} // by key, the phase it has come into; looked up only
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			came, known := waits[key]
			if !known {
				came = r.Phase
				waits[key] = came
			}
			if r.Active != 0 && came != reference.Idle && r.Phase == came {
				return reference.Rights{}
			}
			waits[key] = reference.Idle
			return reference.RightsUnder(key, pool, r)
		}
	}}.Engine()
}
