package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// leavesAPoolBehind does not look whether anybody of a pool is there to serve.
func leavesAPoolBehind() engine.Engine {
	return reference.Variant{Name: "leaves-a-pool-behind", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.PoolStamps = 0
	}}.Engine()
}
