package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// silentHalt halts without saying why, and tells nobody.
func silentHalt() engine.Engine {
	return reference.Variant{Name: "silent-halt", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		env.Pager = mute{env.Pager}
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if rec.Phase == reference.Halted {
				rec.Halt.Reason = ""
			}
			return write(o, rec, c)
		}
	}}.Engine()
}

// mute is a pager that passes on what halts nothing.
type mute struct{ engine.Pager }

func (p mute) Page(a engine.Alert) error {
	if a.Notice {
		return p.Pager.Page(a)
	}
	return nil
}
