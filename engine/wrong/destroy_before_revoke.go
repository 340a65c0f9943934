package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// destroyBeforeRevoke has the material of a version destroyed once nobody opens it, and
// writes REVOKED then.
func destroyBeforeRevoke() engine.Engine {
	return reference.Variant{Name: "destroy-before-revoke", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Old[reference.Retiring] = func(o *reference.Owner, version uint32) (reference.Pause, error) {
			passed, err := o.StampBarrier()
			if err != nil || !passed {
				return reference.Pause{For: o.Env().Policy.SealLease, Stamps: true}, err
			}
			rec := o.Record()
			if err := o.Env().Keys.Destroy(rec.Version(version).Op, o.Key(), version, o.Fence()); err != nil {
				return reference.Pause{}, err
			}
			return reference.Revoke(o, version)
		}
	}}.Engine()
}
