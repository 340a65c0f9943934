package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// blindRetry takes an admission that was not answered for one that was not heard,
// and asks again under another window, lest it be taken for a repetition.
func blindRetry() engine.Engine {
	return reference.Variant{Name: "blind-retry", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Admit = func(w *reference.Worker, t engine.Trigger) engine.Answer {
			a := reference.Admit(w, t)
			if a.Outcome == engine.Unknown {
				t.Window, t.Attempt = t.Window+".again", 1
				a = reference.Admit(w, t)
			}
			return a
		}
	}}.Engine()
}
