package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// commitInTwoWrites first retires the old version and then names the new one.
func commitInTwoWrites() engine.Engine {
	return reference.Variant{Name: "commit-in-two-writes", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Draining] = clearThenCommit
	}}.Engine()
}

func clearThenCommit(o *reference.Owner, next uint32) (reference.Pause, error) {
	rec := o.Record()
	if rec.Active == 0 {
		return reference.Commit(o, next)
	}
	passed, err := o.SealBarrier()
	if err != nil || !passed {
		return reference.Pause{For: o.Env().Policy.SealLease, Stamps: true}, err
	}
	old := rec.Version(rec.Active)
	old.State, old.Since = reference.Deprecated, o.Time()
	rec.Active = 0
	return reference.Pause{}, o.Write(rec, reference.Change{Transition: "CLEARED"})
}
