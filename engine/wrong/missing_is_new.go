package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// missingIsNew takes a key that has no record for one that has yet to begin, and does not ask
// the audit.
func missingIsNew() engine.Engine {
	return reference.Variant{Name: "missing-is-new", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		trust := s.Trust
		s.Trust = func(w *reference.Worker, key string, mod int64, rec *reference.Record) error {
			if mod == 0 {
				return nil
			}
			return trust(w, key, mod, rec)
		}
	}}.Engine()
}
