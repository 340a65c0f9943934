package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// oneApprover takes an operator's approval of what that very operator has asked for.
func oneApprover() engine.Engine {
	return reference.Variant{Name: "one-approver", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Approve = func(waits, _ string, a engine.Act) string { return reference.Approve(waits, "", a) }
	}}.Engine()
}
