package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// cachedRecord grants itself stamps from the record as it last saw it, without
// comparing that it still is so.
func cachedRecord() engine.Engine {
	return reference.Variant{Name: "cached-record", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = forgetful{env.Store, env.Role, "stamp", reference.OfRecord}
	}}.Engine()
}
