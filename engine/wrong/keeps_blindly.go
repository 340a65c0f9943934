package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// keepsBlindly puts what it is to keep without comparing anything: neither the record as of
// which its version was the active one, nor what it puts it over.
func keepsBlindly() engine.Engine {
	return reference.Variant{Name: "keeps-blindly", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = forgetful{env.Store, env.Role, "keep", func(string, engine.Compare) bool { return true }}
	}}.Engine()
}
