package wrong

import (
	"errors"

	"pawl/engine"
	"pawl/engine/reference"
)

// opensAfterRevoke has a node keep every version it has fetched until its next
// restart, and open with it whatever it may open.
func opensAfterRevoke() engine.Engine {
	return reference.Variant{Name: "opens-after-revoke", Node: func(env *engine.Env, s *reference.NodeSteps) {
		k, open := keepAll(env), s.Open
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			plaintext, err := open(a, key, sealed)
			if errors.Is(err, engine.ErrUnknownVersion) {
				return k.ring(key).Open(sealed)
			}
			return plaintext, err
		}
	}}.Engine()
}
