package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// publishWithoutRaise has the next version stand in the record, and leaves the key
// set's revision as it is: every stamp of before is still good enough, so that the
// barrier finds nobody to wait for.
func publishWithoutRaise() engine.Engine {
	return reference.Variant{Name: "publish-without-raise", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Staged] = func(o *reference.Owner, _ uint32) (reference.Pause, error) {
			rec := o.Record()
			rec.Phase, rec.Since, rec.Proved = reference.Published, o.Time(), 0
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: engine.Published})
		}
	}}.Engine()
}
