package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// frozenKeyset takes the caches of relying parties to be a quarter as old as they may be: one
// that stands as long as policy allows is not waited for.
func frozenKeyset() engine.Engine {
	return reference.Variant{Name: "frozen-keyset", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.PublishLead /= 4
	}}.Engine()
}
