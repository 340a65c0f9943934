package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// movesWhatWas puts what it has moved comparing the record only, and not the text that it has
// read, which somebody may have put another one over meanwhile.
func movesWhatWas() engine.Engine {
	return reference.Variant{Name: "moves-what-was", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = forgetful{env.Store, env.Role, "rewrap", func(key string, c engine.Compare) bool { return !reference.OfRecord(key, c) }}
	}}.Engine()
}
