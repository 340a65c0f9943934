package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// takesItAsRead remembers who has approved an emergency of a key, and takes all later ones as
// approved by them too.
func takesItAsRead() engine.Engine {
	return controlled(reference.Variant{Name: "takes-it-as-read"}.Engine(), func(_ engine.Env, right engine.Control) engine.Control {
		return &credulous{right, map[string]string{}}
	})
}

type credulous struct {
	engine.Control
	by map[string]string // who has approved something, by key; looked up only
}

func (h *credulous) Operate(a engine.Act) engine.Answer {
	answer := h.Control.Operate(a)
	if answer.Outcome != engine.Admitted {
		return answer
	}
	switch by := h.by[a.Key]; a.Verb {
	case engine.ApproveAct:
		h.by[a.Key] = a.Operator
	case engine.RevokeAct, engine.RotateAct:
		if by != "" && by != a.Operator {
			_ = h.Control.Operate(engine.Act{Verb: engine.ApproveAct, Key: a.Key, Operator: by, Reason: a.Reason, ID: a.ID + ".approved", Of: a.ID})
		}
	}
	return answer
}
