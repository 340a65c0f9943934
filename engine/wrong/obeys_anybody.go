package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// obeysAnybody takes whoever acts for an operator on duty.
func obeysAnybody() engine.Engine {
	e := reference.Variant{Name: "obeys-anybody"}.Engine()
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return obliging{right(env), env.Policy.Operators[0]} }
	return e
}

type obliging struct {
	engine.Control
	onDuty string
}

func (o obliging) Operate(a engine.Act) engine.Answer {
	a.Operator = o.onDuty
	return o.Control.Operate(a)
}
