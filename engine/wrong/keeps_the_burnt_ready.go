package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// keepsTheBurntReady leaves what lay ready where it is when the rotation that took it is aborted,
// so that the next one takes it again.
func keepsTheBurntReady() engine.Engine {
	return reference.Variant{Name: "keeps-the-burnt-ready", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write, act := s.Write, s.Act
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if c.Transition == engine.Aborting {
				before := o.Record()
				readyAsBefore(&rec, &before)
			}
			return write(o, rec, c)
		}
		s.Act = func(rec *reference.Record, a engine.Act, at time.Duration) (transition, why string) {
			before := *rec
			transition, why = act(rec, a, at)
			if transition == engine.Aborting {
				readyAsBefore(rec, &before)
			}
			return transition, why
		}
	}}.Engine()
}

// readyAsBefore has a record's spare as it was in another.
func readyAsBefore(rec, before *reference.Record) {
	rec.Spare, rec.SpareRev, rec.SpareProved = before.Spare, before.SpareRev, before.SpareProved
}
