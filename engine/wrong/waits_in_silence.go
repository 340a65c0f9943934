package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// waitsInSilence does nothing by a record that it cannot go on from, and without material that
// it cannot have, and tells nobody.
func waitsInSilence() engine.Engine {
	return reference.Variant{Name: "waits-in-silence",
		Worker: func(env *engine.Env, _ *reference.WorkerSteps) { env.Pager = hardOfHearing{env.Pager, beyondResuming} },
		Node:   func(env *engine.Env, _ *reference.NodeSteps) { env.Pager = hardOfHearing{env.Pager, beyondResuming} },
	}.Engine()
}

// beyondResuming are notices of what a resume does not help against.
func beyondResuming(a engine.Alert) bool { return a.Notice && a.Halt.Class == engine.NonRecoverable }
