package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// goesOnFromACopy takes any record that it can read for the last one, as one that a backup has
// put back is not.
func goesOnFromACopy() engine.Engine {
	return reference.Variant{Name: "goes-on-from-a-copy", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		trust := s.Trust
		s.Trust = func(w *reference.Worker, key string, mod int64, rec *reference.Record) error {
			if mod != 0 {
				return nil
			}
			return trust(w, key, mod, rec)
		}
	}}.Engine()
}
