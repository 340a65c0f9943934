package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// silentHalt halts without saying why, and tells nobody.
func silentHalt() engine.Engine {
	return reference.Variant{Name: "silent-halt", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		env.Pager = hardOfHearing{env.Pager, ofHalts}
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted {
				rec.Halt.Reason = ""
			}
			return write(o, rec, c)
		}
	}}.Engine()
}

// ofHalts are alerts by which something stands still.
func ofHalts(a engine.Alert) bool { return !a.Notice }
