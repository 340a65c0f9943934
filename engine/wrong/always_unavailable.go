package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// alwaysUnavailable answers each open with UNAVAILABLE, whatever its stamps say.
func alwaysUnavailable() engine.Engine {
	return reference.Variant{Name: "always-unavailable", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		s.Open = func(*reference.Agent, string, engine.Sealed) ([]byte, error) { return nil, engine.ErrNotServing }
	}}.Engine()
}
