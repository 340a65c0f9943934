package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// checkThenActAdmission reads whether the window is free and then takes it, as
// if nobody else could in between.
func checkThenActAdmission() engine.Engine {
	return reference.Variant{Name: "check-then-act-admission", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = forgetful{env.Store, env.Role, engine.Intent, func(string, engine.Compare) bool { return true }}
	}}.Engine()
}
