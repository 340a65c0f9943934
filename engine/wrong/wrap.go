package wrong

import (
	"slices"
	"strings"

	"pawl/engine"
)

// onWorkers gives an engine's workers changed ports.
func onWorkers(e engine.Engine, change func(*engine.Env)) engine.Engine {
	e.Worker = changed(e.Worker, change)
	return e
}

// onNodes gives an engine's nodes changed ports.
func onNodes(e engine.Engine, change func(*engine.Env)) engine.Engine {
	e.Agent = changed(e.Agent, change)
	return e
}

func changed[P any](start func(engine.Env) P, change func(*engine.Env)) func(engine.Env) P {
	return func(env engine.Env) P {
		change(&env)
		return start(env)
	}
}

// forgetful is a store that leaves out the conditions of some transactions.
type forgetful struct {
	engine.Store
	drops func(engine.Txn) func(engine.Compare) bool // nil: leave the transaction as it is
}

func (s forgetful) Txn(t engine.Txn) (engine.TxnResult, error) {
	if drop := s.drops(t); drop != nil {
		var kept []engine.Compare
		for _, c := range t.If {
			if !drop(c) {
				kept = append(kept, c)
			}
		}
		t.If = kept
	}
	return s.Store.Txn(t)
}

// puts says whether a transaction writes a key of a kind, by a part of its name.
func puts(t engine.Txn, part string) bool {
	for _, op := range t.Then {
		if op.Kind == engine.OpPut && strings.Contains(op.Key, part) {
			return true
		}
	}
	return false
}

// compares says whether a transaction depends on a key of a kind.
func compares(t engine.Txn, part string) bool {
	return slices.ContainsFunc(t.If, func(c engine.Compare) bool { return strings.Contains(c.Key, part) })
}
