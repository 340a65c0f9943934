package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// saysItIsDone tells an operator that a rotation is aborted which is too far on for that, and
// leaves it as it is.
func saysItIsDone() engine.Engine {
	return controlled(reference.Variant{Name: "says-it-is-done"}.Engine(), func(_ engine.Env, right engine.Control) engine.Control {
		return soothing{right}
	})
}

type soothing struct{ engine.Control }

func (s soothing) Operate(a engine.Act) engine.Answer {
	answer := s.Control.Operate(a)
	if a.Verb == engine.AbortAct && answer.Outcome == engine.Refused && answer.Why != engine.WhyCaller && answer.Why != engine.WhyMalformed {
		return engine.Answer{Outcome: engine.Admitted, Rotation: a.Rotation}
	}
	return answer
}
