package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// reuseVersion forgets that an aborted rotation ever had a number, so that the next one
// gets it.
func reuseVersion() engine.Engine {
	return reference.Variant{Name: "reuse-version", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Aborted] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			rec := o.Record()
			cause := rec.Cause
			rec.Versions = slices.DeleteFunc(rec.Versions, func(v reference.Version) bool { return v.N == next })
			rec.Highest--
			rec.Phase, rec.Next, rec.Attempt, rec.Since = reference.Idle, 0, 0, o.Time()
			rec.Rotation, rec.Window, rec.MintOp, rec.Cause = "", "", "", ""
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: engine.Idle, Cause: cause})
		}
	}}.Engine()
}
