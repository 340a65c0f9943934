package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// leaseClockTooLong has a node count its leases by a clock that stands still while
// it waits for the store to grant one, and without any margin. The store's clock
// does not stand still.
func leaseClockTooLong() engine.Engine {
	return reference.Variant{Name: "lease-clock-too-long", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		c := &waitless{Clock: env.Clock}
		env.Clock, env.Store = c, timed{env.Store, c}
		env.Policy.DriftPPM, env.Policy.Emission = 0, 0
	}}.Engine()
}

type waitless struct {
	engine.Clock
	waited time.Duration
}

func (c *waitless) Now() time.Duration { return c.Clock.Now() - c.waited }

type timed struct {
	engine.Store
	clock *waitless
}

func (s timed) Grant(ttl time.Duration) (engine.Lease, error) {
	sent := s.clock.Clock.Now()
	l, err := s.Store.Grant(ttl)
	s.clock.waited += s.clock.Clock.Now() - sent
	return l, err
}
