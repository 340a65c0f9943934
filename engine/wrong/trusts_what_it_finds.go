package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// missingIsNew takes a key that has no record for one that has yet to begin, and does not ask
// the audit.
func missingIsNew() engine.Engine {
	return trustsWhatItFinds("missing-is-new", func(mod int64) bool { return mod == 0 })
}

// goesOnFromACopy takes any record that it can read for the last one, as one that a backup has
// put back is not.
func goesOnFromACopy() engine.Engine {
	return trustsWhatItFinds("goes-on-from-a-copy", func(mod int64) bool { return mod != 0 })
}

// trustsWhatItFinds does not hold some of what it finds against the audit, told by the
// revision of the record.
func trustsWhatItFinds(name string, trusts func(mod int64) bool) engine.Engine {
	return reference.Variant{Name: name, Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		trust := s.Trust
		s.Trust = func(w *reference.Worker, key string, mod int64, rec *reference.Record) error {
			if trusts(mod) {
				return nil
			}
			return trust(w, key, mod, rec)
		}
	}}.Engine()
}
