package main

import (
	"time"

	"pawl/engine"
)

// epoch is what the clocks of a run begin at. Dex asks no clock but the one that it is given.
var epoch = time.Date(2018, time.November, 7, 0, 0, 0, 0, time.UTC)

// nowOf is a machine's time of day, as dex asks for it.
func nowOf(env *engine.Env) func() time.Time {
	return func() time.Time { return epoch.Add(env.Clock.Wall()) }
}
