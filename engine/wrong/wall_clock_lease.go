package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// wallClockLease has a node count its leases by the time of day, which may be set back.
func wallClockLease() engine.Engine {
	return reference.Variant{Name: "wall-clock-lease", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Clock = byTheWall{env.Clock}
	}}.Engine()
}

type byTheWall struct{ engine.Clock }

func (c byTheWall) Now() time.Duration { return c.Wall() }
