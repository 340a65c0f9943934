package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// findsNoHold looks for the hold that it is to lift under the number of the next version, finds
// none, and says that it is so already.
func findsNoHold() engine.Engine {
	return controlled(reference.Variant{Name: "finds-no-hold"}.Engine(), func(_ engine.Env, right engine.Control) engine.Control {
		return oneOff{right}
	})
}

type oneOff struct{ engine.Control }

func (o oneOff) Operate(a engine.Act) engine.Answer {
	if a.Verb == engine.ReleaseAct {
		a.Version++
	}
	return o.Control.Operate(a)
}
