package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// trustsAnyCaller takes whoever asks for one who may.
func trustsAnyCaller() engine.Engine {
	return reference.Variant{Name: "trusts-any-caller", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Admit = func(w *reference.Worker, t engine.Trigger) engine.Answer {
			t.Caller = w.Env().Policy.Callers[0]
			return reference.Admit(w, t)
		}
	}}.Engine()
}
