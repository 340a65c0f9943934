package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// actsOnWhatItFinds does what an operator asks for to the rotation that there is by then, and does
// not look which one was meant.
func actsOnWhatItFinds() engine.Engine {
	e := reference.Variant{Name: "acts-on-what-it-finds"}.Engine()
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return undiscerning{right(env)} }
	return e
}

type undiscerning struct{ engine.Control }

func (h undiscerning) Operate(a engine.Act) engine.Answer {
	a.Rotation = ""
	return h.Control.Operate(a)
}
