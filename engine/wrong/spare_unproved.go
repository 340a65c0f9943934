package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// spareUnproved has the next version made before anybody asks, and takes it that all have
// heard of it by the time that somebody does: no node has said so, and none has announced it.
func spareUnproved() engine.Engine {
	return reference.Variant{
		Name: "spare-unproved",
		Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
			s.Rotation[reference.Published] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
				if rec := o.Record(); rec.Spare == next && rec.Proved != 0 {
					return reference.Pause{}, o.VerifyNow()
				}
				return reference.Verify(o, next)
			}
		},
		Node: func(_ *engine.Env, s *reference.NodeSteps) {
			s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
				rights := reference.RightsUnder(key, pool, r)
				rights.Spare = 0
				return rights
			}
		},
	}.Engine()
}
