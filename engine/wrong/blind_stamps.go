package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// blindStamps writes stamps without comparing anything, so that a grant that was
// long under way takes the place of newer ones.
func blindStamps() engine.Engine {
	return reference.Variant{Name: "blind-stamps", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = forgetful{env.Store, env.Role, "stamp", func(string, engine.Compare) bool { return true }}
	}}.Engine()
}
