package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// silentForLonger owns keys on a lease of four times the length that policy says, so that it need
// seldom renew it: when its machine dies, nobody takes over for as long.
func silentForLonger() engine.Engine {
	return reference.Variant{Name: "silent-for-longer", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.OwnerLease *= 4
	}}.Engine()
}
