package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// alwaysUnavailable has a node keep its stamps and its material, and open nothing.
func alwaysUnavailable() engine.Engine {
	return reference.Variant{Name: "always-unavailable", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		s.Open = func(*reference.Agent, string, engine.Sealed) ([]byte, error) { return nil, engine.ErrNotServing }
	}}.Engine()
}
