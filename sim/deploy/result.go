package deploy

import (
	"context"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim"
)

// Result is one run as it went.
type Result struct {
	History    *checker.History
	Injections []faults.Injection  // one for each event, in the order of the setup
	Moments    []faults.Occurrence // that the run came to, if the setup asks for a census
	sim.Ending                     // of a deployment that is not simulated, what it has of it
}

// A Deployment makes runs: simulated, or of real processes.
type Deployment interface {
	Run(context.Context, Setup) (Result, error)
}

// CallTimeout is how long a port waits for an answer before it says unknown.
const CallTimeout = time.Second
