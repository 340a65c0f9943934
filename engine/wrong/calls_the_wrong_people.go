package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// callsTheWrongPeople hands its halts on to those who were responsible once, and not to those that
// the playbook has which it names.
func callsTheWrongPeople() engine.Engine {
	return reference.Variant{Name: "calls-the-wrong-people", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted {
				rec.Halt.Escalation = "platform-team"
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
