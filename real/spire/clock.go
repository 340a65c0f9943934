package main

import (
	"time"

	"github.com/andres-erbsen/clock"

	"pawl/engine"
	"pawl/sim/foreign"
)

// SPIRE compares the ends of stored authorities with the real time of day when it loads them
// (pkg/server/ca/manager/slot.go). In a run, which lies ahead of it, none is ever found to have
// ended there: that a server which starts after its authorities have ended leaves them out is not
// seen here.

// wall is a server's time of day as SPIRE reads it. What is called of it is Now; its timers
// belong to loops that the adapter makes in their place.
type wall struct {
	clock.Clock // nil: a call of anything else is a panic, which is a finding
	env         *engine.Env
}

func (w wall) Now() time.Time { return foreign.Time(w.env.Clock) }
