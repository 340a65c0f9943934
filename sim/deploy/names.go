package deploy

import (
	"fmt"
	"strings"
	"time"

	"pawl/engine"
)

// Limits of a run. They keep it small; nothing else depends on them.
const (
	MaxPools   = 16
	MaxNodes   = 128 // of a pool
	MaxWorkers = 32
	MaxClients = 64
	LeastThink = 10 * time.Millisecond // of a client: one that waits for less asks for nothing else
	MostThink  = time.Hour
	MaxKeys    = 16
	MaxEvents  = 64
	Longest    = 10 * 24 * time.Hour // simulated
)

// Names of machines that are there once.
const (
	StoreName     = "store"
	KeysName      = "keys"
	SchedulerName = "scheduler"
	OperatorName  = "operator"
	OutsideName   = "outside" // whence people and tools write that know nothing of the engine
)

// What the names of some machines begin with.
const (
	nodeKind   = "node"
	workerKind = "worker"
)

// Names of machines, counted from 0.
func NodeName(pool string, i int) string { return fmt.Sprintf("%s/%s%d", nodeKind, pool, i+1) }
func WorkerName(i int) string            { return fmt.Sprintf("%s/%d", workerKind, i+1) }
func ClientName(i int) string            { return fmt.Sprintf("client/%d", i+1) }
func RelyingName(i int) string           { return fmt.Sprintf("relying/%d", i+1) }
func PoolName(pool string) string        { return "pool/" + pool }

// MachineOf is the machine of an incarnation.
func MachineOf(self string) string {
	name, _, _ := strings.Cut(self, "#")
	return name
}

// ValidatePools demands that a node's name tells its pool: the eleventh of pool a would
// be the first of pool a1.
func (s *Setup) ValidatePools() error {
	nodes := map[string]string{}
	for _, p := range s.Pools {
		if p.Nodes < 0 || p.Nodes > MaxNodes || !engine.ValidName(p.Name) {
			return fmt.Errorf("pool %q with %d nodes: want a plain name and 0 to %d nodes", p.Name, p.Nodes, MaxNodes)
		}
		for i := range p.Nodes {
			name := NodeName(p.Name, i)
			if other, taken := nodes[name]; taken {
				return fmt.Errorf("pools %q and %q both have a %s: give them names of which none begins another", other, p.Name, name)
			}
			nodes[name] = p.Name
		}
	}
	return nil
}
