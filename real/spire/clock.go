package main

import (
	"time"

	"github.com/andres-erbsen/clock"

	"pawl/engine"
)

// epoch is what the clocks of a run begin at. SPIRE compares the ends of stored authorities
// with the real time of day when it loads them (pkg/server/ca/manager/slot.go): in a run that
// lies ahead of it none is ever found to have expired there, whatever the day on which it is
// made. The price: that a server which starts after its authorities have ended leaves them out
// as expired is not seen here.
var epoch = time.Date(2048, time.January, 1, 0, 0, 0, 0, time.UTC)

// wall is a server's time of day as SPIRE reads it. What is called of it is Now; its timers
// belong to loops that the adapter makes in their place.
type wall struct {
	clock.Clock // nil: a call of anything else is a panic, which is a finding
	env         *engine.Env
}

func (w wall) Now() time.Time { return epoch.Add(w.env.Clock.Wall()) }
