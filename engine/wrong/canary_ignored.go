package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// canaryIgnored lets the next pool in when the time of those before it is over, whether they
// hold what is new or not.
func canaryIgnored() engine.Engine {
	return reference.Variant{Name: "canary-ignored", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			overdue := c.Cause == engine.ByDeadline+"publish" || c.Cause == engine.ByDeadline+"activation"
			if overdue && len(o.Record().Reached) > 0 {
				return o.LetNextIn()
			}
			return reference.WriteFenced(o, rec, c)
		}
	}}.Engine()
}
