package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// leavesItToTheAudit names in the audit which nodes have not said that they have erased what is
// destroyed, and takes that for telling somebody.
func leavesItToTheAudit() engine.Engine {
	return reference.Variant{Name: "leaves-it-to-the-audit", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = hardOfHearing{env.Pager, ofNodes}
	}}.Engine()
}

// ofNodes are alerts that name some.
func ofNodes(a engine.Alert) bool { return len(a.Nodes) > 0 }
