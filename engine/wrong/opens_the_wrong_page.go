package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// opensTheWrongPage halts for a key service that does not answer, and names the playbook for what
// an operator has halted: whoever is woken asks around who it was, and resumes.
func opensTheWrongPage() engine.Engine {
	return reference.Variant{Name: "opens-the-wrong-page", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted && rec.Halt.Playbook == "key-service-unreachable" {
				rec.Halt.Playbook = "operator-halt"
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
