package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// saysItIsDone tells an operator that a rotation is aborted which is too far on for that, and
// leaves it as it is.
func saysItIsDone() engine.Engine {
	e := reference.Variant{Name: "says-it-is-done"}.Engine()
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return soothing{right(env)} }
	return e
}

type soothing struct{ engine.Control }

func (s soothing) Operate(a engine.Act) engine.Answer {
	answer := s.Control.Operate(a)
	if a.Verb == engine.AbortAct && answer.Outcome == engine.Refused && answer.Why != engine.WhyCaller && answer.Why != engine.WhyMalformed {
		return engine.Answer{Outcome: engine.Admitted, Rotation: a.Rotation}
	}
	return answer
}
