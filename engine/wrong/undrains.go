package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// undrainsInWord calls a drain off that has not passed in time, and leaves the key set's revision as
// it is: stamps under which nobody seals are still good enough, so that nobody hears that it is off.
func undrainsInWord() engine.Engine {
	return reference.Variant{Name: "undrains-in-word", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if c.Transition == "UNDRAINED" {
				rec.Rev, rec.Target = o.Record().Rev, o.Record().Target
			}
			return write(o, rec, c)
		}
	}}.Engine()
}

// takesItFromBefore goes back to a proof that it had before the drain was called off: what all could
// open then they can open now.
func takesItFromBefore() engine.Engine {
	return reference.Variant{Name: "takes-it-from-before", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if c.Transition == "UNDRAINED" {
				rec.Phase = reference.Verified
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
