package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// callsItRecoverable says of each halt of its own that a resume is all that it takes, of one for
// what was rejected for good too.
func callsItRecoverable() engine.Engine {
	return reference.Variant{Name: "calls-it-recoverable", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted {
				rec.Halt.Class, rec.Halt.ManualWorkSafe = engine.Recoverable, true
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
