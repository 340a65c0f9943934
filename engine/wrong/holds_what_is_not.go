package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// holdsWhatIsNot sets the flag that an operator asks for and looks at no record: whoever mistypes
// a number is told that it is held, and the version that was meant goes its way.
func holdsWhatIsNot() engine.Engine {
	return controlled(reference.Variant{Name: "holds-what-is-not"}.Engine(), func(env engine.Env, right engine.Control) engine.Control {
		return shortSighted{right, env}
	})
}

type shortSighted struct {
	engine.Control
	env engine.Env
}

func (t shortSighted) Operate(a engine.Act) engine.Answer {
	if a.Verb == engine.HoldAct && slices.Contains(t.env.Policy.Operators, a.Operator) && t.lacks(a) {
		return engine.Answer{Outcome: engine.Admitted}
	}
	return t.Control.Operate(a)
}

// lacks says that the record names no version of the number of an act.
func (t shortSighted) lacks(a engine.Act) bool {
	res, err := t.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(reference.RecordKey(a.Key))}})
	if err != nil || len(res.Reads[0]) == 0 {
		return false
	}
	what, ok := reference.Describe(res.Reads[0][0])
	return ok && !slices.ContainsFunc(what.Versions, func(v engine.Version) bool { return v.N == a.Version })
}
