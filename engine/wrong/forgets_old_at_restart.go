package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// forgetsOldAtRestart loads, when a node starts, the version in use and no older
// one. A node that stays up keeps what it has.
func forgetsOldAtRestart() engine.Engine {
	return reference.Variant{Name: "forgets-old-at-restart", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		oldest := map[string]uint32{} // by key, looked up only
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			from, started := oldest[key]
			if !started {
				from = r.Active
				oldest[key] = from
			}
			rights := reference.RightsUnder(key, pool, r)
			rights.Opens = slices.DeleteFunc(rights.Opens, func(n uint32) bool { return n < from })
			return rights
		}
	}}.Engine()
}
