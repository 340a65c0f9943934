package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// triesWithoutEnd tries a window again whoever asks for it, and however often it was aborted.
func triesWithoutEnd() engine.Engine {
	return reference.Variant{Name: "tries-without-end", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.Operators = env.Policy.Callers
	}}.Engine()
}
