package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// renewsInAStorm asks for a stamp that it was not granted again at once, and again, for a
// part of the lease.
func renewsInAStorm() engine.Engine {
	return reference.Variant{Name: "renews-in-a-storm", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = renewer{env.Store, env.Clock, env.Policy.OpenLease / 8}
	}}.Engine()
}

type renewer struct {
	engine.Store
	clock   engine.Clock
	insists time.Duration
}

func (s renewer) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	if step, _ := reference.StepOf(engine.NodeRole, t); step != "stamp" {
		return res, err
	}
	for since := s.clock.Now(); (err != nil || !res.Held) && s.clock.Now() < since+s.insists; {
		res, err = s.Store.Txn(t)
	}
	return res, err
}
