package wrong

import (
	"bytes"

	"pawl/engine"
	"pawl/engine/reference"
)

// mangles has nodes do something to a plaintext before they seal it.
func mangles(name string, does func(plaintext []byte) []byte) engine.Engine {
	return reference.Variant{Name: name, Node: func(_ *engine.Env, s *reference.NodeSteps) {
		seal := s.Seal
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			return seal(a, key, does(plaintext))
		}
	}}.Engine()
}

// cutsLongTexts has room for so many bytes of a text, and leaves out what does not go in.
func cutsLongTexts() engine.Engine {
	const room = 1 << 16
	return mangles("cuts-long-texts", func(plaintext []byte) []byte { return plaintext[:min(len(plaintext), room)] })
}

// takesTextsForLetters mends what is not well-formed UTF-8, as whatever turns bytes into a string
// for a document does.
func takesTextsForLetters() engine.Engine {
	return mangles("takes-texts-for-letters", func(plaintext []byte) []byte {
		return bytes.ToValidUTF8(plaintext, []byte("\uFFFD"))
	})
}

// refusesEmptyTexts turns away an empty text, as if none had come.
func refusesEmptyTexts() engine.Engine {
	return reference.Variant{Name: "refuses-empty-texts", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		seal := s.Seal
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			if len(plaintext) == 0 {
				return engine.Sealed{}, engine.ErrNotServing
			}
			return seal(a, key, plaintext)
		}
	}}.Engine()
}
