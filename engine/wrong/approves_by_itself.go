package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// approvesByItself does not wait for a second operator: it approves an emergency in the name of one.
func approvesByItself() engine.Engine {
	return controlled(reference.Variant{Name: "approves-by-itself"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return presumptuous{right, env.Policy.Operators}
	})
}

type presumptuous struct {
	engine.Control
	operators []string
}

func (h presumptuous) Operate(a engine.Act) engine.Answer {
	answer := h.Control.Operate(a)
	i := slices.IndexFunc(h.operators, func(other string) bool { return other != a.Operator })
	if answer.Outcome == engine.Admitted && i >= 0 && (a.Verb == engine.RevokeAct || a.Verb == engine.RotateAct) {
		_ = h.Control.Operate(engine.Act{Verb: engine.ApproveAct, Key: a.Key, Operator: h.operators[i], Reason: a.Reason, ID: a.ID + ".approved", Of: a.ID})
	}
	return answer
}
