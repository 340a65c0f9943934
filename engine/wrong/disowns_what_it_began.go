package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// disownsWhatItBegan tries again under another rotation id when the store has not
// answered, and tells the caller whom it has let in that somebody else was.
func disownsWhatItBegan() engine.Engine {
	return reference.Variant{Name: "disowns-what-it-began", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Admit = func(w *reference.Worker, t engine.Trigger) engine.Answer {
			if engine.ValidName(t.Window) && slices.Contains(w.Env().Policy.Callers, t.Caller) && t.Attempt == 1 {
				if a, err := reference.TryAdmit(w, t, w.Operation()); err == nil && a.Outcome != engine.Refused {
					return a
				}
			}
			return reference.Admit(w, t)
		}
	}}.Engine()
}
