package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// opensByHeart has a node remember what it has opened, and know it again by its nonce and what
// it says that it is under. It looks at the text the first time only.
func opensByHeart() engine.Engine {
	return reference.Variant{Name: "opens-by-heart", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		type looks struct {
			key   string
			nonce [12]byte
		}
		known, open := map[looks]engine.Sealed{}, s.Open // looked up only
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			l := looks{key, sealed.Nonce}
			if was, is := known[l]; is {
				return open(a, key, was)
			}
			plaintext, err := open(a, key, sealed)
			if err == nil {
				known[l] = sealed
			}
			return plaintext, err
		}
	}}.Engine()
}
