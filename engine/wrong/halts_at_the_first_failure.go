package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// haltsAtTheFirstFailure gives a step no second attempt, whatever policy says.
func haltsAtTheFirstFailure() engine.Engine {
	return reference.Variant{Name: "halts-at-the-first-failure", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.Attempts = 1
	}}.Engine()
}
