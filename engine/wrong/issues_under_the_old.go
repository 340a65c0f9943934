package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// issuesUnderTheOld issues under the oldest version of the anchor that can still be opened, which
// everybody has for sure, though another has followed it.
func issuesUnderTheOld() engine.Engine {
	return reference.Variant{Name: "issues-under-the-old", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Issuer = func(anchor *reference.Record) uint32 {
			for i := range anchor.Versions {
				if v := &anchor.Versions[i]; v.State == reference.Deprecated {
					return v.N
				}
			}
			return reference.Issuer(anchor)
		}
	}}.Engine()
}
