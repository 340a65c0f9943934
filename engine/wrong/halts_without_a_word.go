package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// haltsWithoutAWord enters in the audit that it halted, and not why: that stands in the record, until
// somebody resumes.
func haltsWithoutAWord() engine.Engine {
	return reference.Variant{Name: "halts-without-a-word", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted {
				c.Note = ""
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
