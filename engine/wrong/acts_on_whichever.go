package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// actsOnWhichever does what an operator asks to the rotation that is there when it hears of it,
// whichever is meant: what comes late strikes the next one.
func actsOnWhichever() engine.Engine {
	e := reference.Variant{Name: "acts-on-whichever"}.Engine()
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return indiscriminate{right(env)} }
	return e
}

type indiscriminate struct{ engine.Control }

func (i indiscriminate) Operate(a engine.Act) engine.Answer {
	a.Rotation = ""
	return i.Control.Operate(a)
}
