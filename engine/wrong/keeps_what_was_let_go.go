package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// keepsWhatWasLetGo tells operators that a hold is lifted, and leaves it where it is.
func keepsWhatWasLetGo() engine.Engine {
	return controlled(reference.Variant{Name: "keeps-what-was-let-go"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return tenacious{right, env.Policy.Operators}
	})
}

type tenacious struct {
	engine.Control
	operators []string
}

func (h tenacious) Operate(a engine.Act) engine.Answer {
	if a.Verb == engine.ReleaseAct && slices.Contains(h.operators, a.Operator) {
		return engine.Answer{Outcome: engine.Admitted}
	}
	return h.Control.Operate(a)
}
