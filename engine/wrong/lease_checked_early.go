package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// leaseCheckedEarly looks at right and lease when a request arrives. Then it has the key
// service take note of the use, as often as it is worth trying, and answers.
func leaseCheckedEarly() engine.Engine {
	return reference.Variant{Name: "lease-checked-early", Node: func(env *engine.Env, s *reference.NodeSteps) {
		seal, open := s.Seal, s.Open
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			sealed, err := seal(a, key, plaintext)
			if err == nil {
				noteUse(env, key, sealed.Version)
			}
			return sealed, err
		}
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			plaintext, err := open(a, key, sealed)
			if err == nil {
				noteUse(env, key, sealed.Version)
			}
			return plaintext, err
		}
	}}.Engine()
}

// noteUse asks the key service for a version, which it notes, whatever it answers.
func noteUse(env *engine.Env, key string, version uint32) {
	for n := range env.Policy.Attempts {
		if _, _, err := env.Keys.Lookup(reference.MintOperation(key, version)); err == nil {
			return
		}
		env.Clock.Sleep(env.Backoff(n))
	}
}
