package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// forgetsWhatWaits tells an operator that an emergency waits for its approval, and has written it
// down nowhere: whoever approves it is told that nothing of that name waits.
func forgetsWhatWaits() engine.Engine {
	return controlled(reference.Variant{Name: "forgets-what-waits"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return absentMinded{right, env.Policy.Operators}
	})
}

type absentMinded struct {
	engine.Control
	operators []string
}

func (m absentMinded) Operate(a engine.Act) engine.Answer {
	if (a.Verb == engine.RotateAct || a.Verb == engine.RevokeAct) && slices.Contains(m.operators, a.Operator) {
		return engine.Answer{Outcome: engine.Admitted}
	}
	return m.Control.Operate(a)
}
