package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// newestWins has no use for what the record says is active: a node that may seal
// seals under the highest version that it may open.
func newestWins() engine.Engine {
	return reference.Variant{Name: "newest-wins", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			rights := reference.RightsUnder(key, pool, r)
			if n := len(rights.Opens); n > 0 && rights.Seal != 0 {
				rights.Seal = rights.Opens[n-1]
			}
			return rights
		}
	}}.Engine()
}
