package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// renewsInAStorm asks for a renewal that has failed again at once, and does not notice
// that it has succeeded: from the first failure on, each renewal of the node is many.
func renewsInAStorm() engine.Engine {
	return reference.Variant{Name: "renews-in-a-storm", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		const storm = 40
		grant, failed := s.Grant, false
		s.Grant = func(r *reference.Ring, t reference.Terms) error {
			err := grant(r, t)
			failed = failed || err != nil
			for n := 0; failed && err == nil && n < storm; n++ {
				err = grant(r, t)
			}
			return err
		}
	}}.Engine()
}
