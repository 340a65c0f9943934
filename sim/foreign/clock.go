package foreign

import (
	"time"

	"pawl/engine"
)

// Epoch is what the wall clocks of a run begin at, for code that wants a date: far ahead of any
// day on which a run is made. So whoever asks the real time of day behind an injected clock's back
// gets an answer that lies before all that is in the run, on any day alike; what that costs is
// for the adapter to say.
var Epoch = time.Date(2048, time.January, 1, 0, 0, 0, 0, time.UTC)

// Time is a machine's wall clock as a date.
func Time(c engine.Clock) time.Time { return Epoch.Add(c.Wall()) }
