package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// answersOnTheDot has a node take it that its answers leave in the moment of the last check: its
// leases are not shorter by the way out, and a hand-over does not wait for what is on it.
func answersOnTheDot() engine.Engine {
	return reference.Variant{Name: "answers-on-the-dot", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Policy.Emission = 0
	}}.Engine()
}
