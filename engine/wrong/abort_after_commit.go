package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// abortAfterCommit lets an operator abort a rotation that has committed.
func abortAfterCommit() engine.Engine {
	return reference.Variant{Name: "abort-after-commit", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Act = func(rec *reference.Record, a engine.Act, at time.Duration) (transition, why string) {
			if a.Verb == engine.AbortAct && rec.Phase == reference.Committed {
				rec.Phase, rec.Cause = reference.Aborted, engine.ByOperator+a.ID
				return engine.Aborted, ""
			}
			return reference.Act(rec, a, at)
		}
	}}.Engine()
}
