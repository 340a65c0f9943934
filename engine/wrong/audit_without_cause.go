package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// auditWithoutCause enters what an owner does, and who it was, and leaves out why.
func auditWithoutCause() engine.Engine {
	return reference.Variant{Name: "audit-without-cause", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			c.Cause = ""
			return write(o, rec, c)
		}
	}}.Engine()
}
