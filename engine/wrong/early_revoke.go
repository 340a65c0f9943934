package wrong

import (
	"fmt"

	"pawl/engine"
	"pawl/engine/reference"
)

// earlyRevoke revokes a version a fixed grace after it was retired, whoever may still
// open it.
func earlyRevoke() engine.Engine {
	return reference.Variant{Name: "early-revoke", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Old[reference.Retiring] = func(o *reference.Owner, version uint32) (reference.Pause, error) {
			rec := o.Record()
			v := rec.Version(version)
			if left := v.Since + o.Env().Policy.Emission - o.Time(); left > 0 {
				return reference.Pause{For: left}, nil
			}
			v.State, v.Since = reference.Revoked, o.Time()
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: fmt.Sprintf("v%d %s", version, engine.Revoked), Cause: engine.ByDeadline + "barrier"})
		}
	}}.Engine()
}
