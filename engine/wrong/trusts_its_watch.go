package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// trustsItsWatch has a node leave no margin for wall clocks where it stops sealing under a version
// that ends: its own clock may be slow, and that of whoever made the version have been fast.
func trustsItsWatch() engine.Engine {
	return reference.Variant{Name: "trusts-its-watch", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Policy.WallSkew = 0
	}}.Engine()
}
