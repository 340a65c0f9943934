package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// approvedForGood leaves an emergency that was approved where it waits, so that it is done once more
// when it is approved once more.
func approvedForGood() engine.Engine {
	return reference.Variant{Name: "approved-for-good", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = hoarder{env.Store}
	}}.Engine()
}

// hoarder is a store in which nothing is deleted by what writes a record.
type hoarder struct{ engine.Store }

func (s hoarder) Txn(t engine.Txn) (engine.TxnResult, error) {
	if slices.ContainsFunc(t.Then, func(op engine.Op) bool { o, is := writes(op); return is && o.Record != nil }) {
		t.Then = slices.DeleteFunc(slices.Clone(t.Then), func(op engine.Op) bool { return op.Kind == engine.OpDelete })
	}
	return s.Store.Txn(t)
}
