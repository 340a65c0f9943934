package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// noSecondAttempt gives a step no second attempt, whatever policy says.
func noSecondAttempt() engine.Engine {
	return reference.Variant{Name: "no-second-attempt", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.Attempts = 1
	}}.Engine()
}
