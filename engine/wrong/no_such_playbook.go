package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// noSuchPlaybook names in its halts the playbook that there was before the files were put
// in order: whoever is woken looks for it, and finds nothing.
func noSuchPlaybook() engine.Engine {
	return reference.Variant{Name: "no-such-playbook", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write, act := s.Write, s.Act
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			misnames(&rec)
			return write(o, rec, c)
		}
		s.Act = func(rec *reference.Record, a engine.Act, at time.Duration) (transition, why string) {
			transition, why = act(rec, a, at)
			misnames(rec)
			return transition, why
		}
	}}.Engine()
}

func misnames(rec *reference.Record) {
	if rec.Phase == reference.Halted {
		rec.Halt.Playbook = "runbook-17"
	}
}
