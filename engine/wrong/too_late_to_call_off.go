package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// tooLateToCallOff refuses operators who abort a rotation from the moment on at which nodes
// may open what it has made, though nothing was sealed under that.
func tooLateToCallOff() engine.Engine {
	return reference.Variant{Name: "too-late-to-call-off", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		act := s.Act
		s.Act = func(rec *reference.Record, a engine.Act, at time.Duration) (string, string) {
			if a.Verb == engine.AbortAct && rec.Phase >= reference.Published && rec.Phase <= reference.Draining {
				return "", "too late"
			}
			return act(rec, a, at)
		}
	}}.Engine()
}
