package wrong

import (
	"errors"
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// anyKeyWillDo has a node try what does not open under the key that it is asked for under all
// others that it has been asked for.
func anyKeyWillDo() engine.Engine {
	return reference.Variant{Name: "any-key-will-do", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		var keys []string
		seal, open := s.Seal, s.Open
		knows := func(key string) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			knows(key)
			return seal(a, key, plaintext)
		}
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			knows(key)
			plaintext, err := open(a, key, sealed)
			for _, other := range keys {
				if errors.Is(err, engine.ErrUnknownVersion) {
					plaintext, err = open(a, other, sealed)
				}
			}
			return plaintext, err
		}
	}}.Engine()
}
