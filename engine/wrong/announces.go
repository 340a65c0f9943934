package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// announcesTheNewest tells relying parties of the version in use, and of none before it.
func announcesTheNewest() engine.Engine {
	return reference.Variant{Name: "announces-the-newest", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		announce := s.Announce
		s.Announce = func(a *reference.Agent, key string) ([]engine.Announced, error) {
			all, err := announce(a, key)
			return all[max(0, len(all)-1):], err
		}
	}}.Engine()
}

// announcesForEver goes on to tell relying parties of what it has ever told them of.
func announcesForEver() engine.Engine {
	return reference.Variant{Name: "announces-for-ever", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		told, announce := map[string][]engine.Announced{}, s.Announce
		s.Announce = func(a *reference.Agent, key string) ([]engine.Announced, error) {
			all, err := announce(a, key)
			for _, v := range all {
				if !slices.Contains(told[key], v) {
					told[key] = append(told[key], v)
				}
			}
			return told[key], err
		}
	}}.Engine()
}
