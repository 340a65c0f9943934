package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// obeysAnybody takes whoever acts for an operator on duty.
func obeysAnybody() engine.Engine {
	return controlled(reference.Variant{Name: "obeys-anybody"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return obliging{right, env.Policy.Operators[0]}
	})
}

type obliging struct {
	engine.Control
	onDuty string
}

func (o obliging) Operate(a engine.Act) engine.Answer {
	a.Operator = o.onDuty
	return o.Control.Operate(a)
}
