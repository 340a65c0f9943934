package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// rollbackOnError makes the old version the active one again when the end of a rotation
// that has committed meets an error.
func rollbackOnError() engine.Engine {
	return reference.Variant{Name: "rollback-on-error", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		failed := false
		back := func(step reference.Step) reference.Step {
			return func(o *reference.Owner, next uint32) (reference.Pause, error) {
				rec := o.Record()
				if old := newest(&rec, reference.Deprecated); failed && old != nil {
					rec.Version(rec.Active).State = reference.Deprecated
					old.State, rec.Active = reference.Active, old.N
					failed = false
					return reference.Pause{}, o.Write(rec, reference.Change{Transition: "ROLLED BACK"})
				}
				p, err := step(o, next)
				failed = failed || err != nil
				return p, err
			}
		}
		s.Rotation[reference.Committed] = back(s.Rotation[reference.Committed])
	}}.Engine()
}

// newest is the version of the highest number that is in a state; nil if none is.
func newest(rec *reference.Record, state reference.State) (v *reference.Version) {
	for i := range rec.Versions {
		if rec.Versions[i].State == state {
			v = &rec.Versions[i]
		}
	}
	return v
}
