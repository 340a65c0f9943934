package campaign

import (
	"pawl/scenarios"
	"pawl/sim/cluster"
)

// simulated makes runs in the simulator.
func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }
