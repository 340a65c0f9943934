package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// drainsForEver does not count how often a rotation has given sealing back, and so never gives
// it up.
func drainsForEver() engine.Engine {
	return reference.Variant{Name: "drains-for-ever", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			rec.Undrains = 0
			return write(o, rec, c)
		}
	}}.Engine()
}
