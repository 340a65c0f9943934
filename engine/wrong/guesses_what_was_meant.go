package wrong

import (
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// guessesWhatWasMeant makes something of a request that is none, and goes on with that.
func guessesWhatWasMeant() engine.Engine {
	return reference.Variant{Name: "guesses-what-was-meant", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Admit = func(w *reference.Worker, t engine.Trigger) engine.Answer {
			t.Attempt = max(t.Attempt, 1)
			t.ID = t.ID[:min(len(t.ID), engine.MaxText)]
			if !engine.ValidName(t.Window) {
				t.Window = "w-" + strings.ReplaceAll(t.Window, "/", "-")
				t.Window = t.Window[:min(len(t.Window), 64)]
			}
			return reference.Admit(w, t)
		}
	}}.Engine()
}
