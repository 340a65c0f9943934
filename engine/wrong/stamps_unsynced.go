package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// stampsUnsynced writes material to its disk and does not wait until it is durable.
func stampsUnsynced() engine.Engine {
	return reference.Variant{Name: "stamps-unsynced", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Disk = unsynced{env.Disk}
	}}.Engine()
}

// unsynced is a disk that is never synced.
type unsynced struct{ engine.Disk }

func (unsynced) Sync() error { return nil }
