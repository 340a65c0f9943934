package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// ignoreHold looks whether a version is held, and does not compare that in the transaction
// that revokes it.
func ignoreHold() engine.Engine {
	return reference.Variant{Name: "ignore-hold", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Holds = func(o *reference.Owner, version uint32) ([]engine.Compare, bool, error) {
			_, held, err := reference.Holds(o, version)
			return nil, held, err
		}
	}}.Engine()
}
