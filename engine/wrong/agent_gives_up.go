package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// agentGivesUp has a node whose connection to the store broke once never watch again.
func agentGivesUp() engine.Engine {
	return reference.Variant{Name: "agent-gives-up", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = &fragile{Store: env.Store, clock: env.Clock}
	}}.Engine()
}

type fragile struct {
	engine.Store
	clock  engine.Clock
	broken bool // a watch broke, or a call was not answered after the first one
	watch  bool
}

func (s *fragile) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	s.broken = s.broken || s.watch && err != nil
	return res, err
}

func (s *fragile) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	for s.watch = true; s.broken; {
		s.clock.Sleep(time.Hour)
	}
	news, err := s.Store.Await(prefix, after, wait)
	s.broken = s.broken || err != nil
	return news, err
}
