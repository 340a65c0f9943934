package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// togglesHolds makes a hold of what is held already the end of it, as a switch does that has one
// button.
func togglesHolds() engine.Engine {
	e := reference.Variant{Name: "toggles-holds"}.Engine()
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return button{right(env), env.Policy.Operators} }
	return e
}

type button struct {
	engine.Control
	operators []string
}

func (h button) Operate(a engine.Act) engine.Answer {
	answer := h.Control.Operate(a)
	if a.Verb != engine.HoldAct || answer.Outcome != engine.Refused || !slices.Contains(h.operators, a.Operator) {
		return answer
	}
	a.Verb, a.ID = engine.ReleaseAct, a.ID+".off"
	if off := h.Control.Operate(a); off.Outcome == engine.Admitted {
		return off
	}
	return answer
}
