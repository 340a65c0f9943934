package wrong

import (
	"errors"

	"pawl/engine"
	"pawl/engine/reference"
)

// unknownMeansFailed takes an unanswered commit for one that failed: it reads the record
// anew, for its revision only, and writes down that the rotation was aborted.
func unknownMeansFailed() engine.Engine {
	return reference.Variant{Name: "unknown-means-failed", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		failed := ""
		commit, settle := s.Rotation[reference.Draining], s.Rotation[reference.Committed]
		s.Rotation[reference.Draining] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			p, err := commit(o, next)
			if errors.Is(err, engine.ErrUnknown) {
				failed = o.Record().Rotation
			}
			return p, err
		}
		s.Rotation[reference.Committed] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			rec := o.Record()
			if rec.Rotation != failed {
				return settle(o, next)
			}
			rec.Phase, rec.Since = reference.Aborted, o.Time()
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: engine.Aborted, Cause: engine.ByDeadline + "drain"})
		}
	}}.Engine()
}
