package main

import (
	"time"

	"pawl/engine"
	"pawl/sim/foreign"
)

// nowOf is a machine's time of day, as dex asks for it. It asks no other clock.
func nowOf(env *engine.Env) func() time.Time {
	return func() time.Time { return foreign.Time(env.Clock) }
}
