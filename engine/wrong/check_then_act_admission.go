package wrong

import "pawl/engine"

// checkThenActAdmission reads whether the window is free and then takes it, as
// if nobody else could in between.
func checkThenActAdmission() engine.Engine {
	e := engine.Reference().Engine("check-then-act-admission")
	return onWorkers(e, func(env *engine.Env) {
		env.Store = forgetful{env.Store, func(t engine.Txn) func(engine.Compare) bool {
			if !compares(t, "/window/") {
				return nil
			}
			return func(engine.Compare) bool { return true }
		}}
	})
}
