package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// actsOnWhatItFinds does what an operator asks for to the rotation that there is by then, and does
// not look which one was meant.
func actsOnWhatItFinds() engine.Engine {
	return controlled(reference.Variant{Name: "acts-on-what-it-finds"}.Engine(), func(_ engine.Env, right engine.Control) engine.Control {
		return undiscerning{right}
	})
}

type undiscerning struct{ engine.Control }

func (h undiscerning) Operate(a engine.Act) engine.Answer {
	a.Rotation = ""
	return h.Control.Operate(a)
}
