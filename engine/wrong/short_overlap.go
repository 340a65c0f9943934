package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// shortOverlap lets an old version go after a fixed time that is shorter than what
// was made under it lives.
func shortOverlap() engine.Engine {
	return reference.Variant{Name: "short-overlap", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.Lifetime /= 5
	}}.Engine()
}
