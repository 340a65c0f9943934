package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// childBeforeParent issues under the anchor's newest version as soon as that is published:
// whoever has not heard of it cannot have what is issued.
func childBeforeParent() engine.Engine {
	return reference.Variant{Name: "child-before-parent", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Issuer = func(anchor *reference.Record) uint32 {
			if anchor.Phase == reference.Published {
				return anchor.Next
			}
			return reference.Issuer(anchor)
		}
	}}.Engine()
}
