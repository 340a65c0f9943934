package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// noSecondTurn leaves a window as it was when its rotation is aborted, so that no other attempt
// of it is ever let in.
func noSecondTurn() engine.Engine {
	return reference.Variant{Name: "no-second-turn", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Aborted {
				c.Also = slices.DeleteFunc(c.Also, func(op engine.Op) bool { return reference.KindOf(op.Key) == "window" })
			}
			return write(o, rec, c)
		}
	}}.Engine()
}
