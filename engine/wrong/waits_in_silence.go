package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// waitsInSilence does nothing by a record that it cannot go on from, and without material that
// it cannot have, and tells nobody.
func waitsInSilence() engine.Engine {
	return reference.Variant{Name: "waits-in-silence",
		Worker: func(env *engine.Env, _ *reference.WorkerSteps) { env.Pager = discreet{env.Pager} },
		Node:   func(env *engine.Env, _ *reference.NodeSteps) { env.Pager = discreet{env.Pager} },
	}.Engine()
}

// discreet is a pager that passes on no notice of what a resume does not help against.
type discreet struct{ engine.Pager }

func (p discreet) Page(a engine.Alert) error {
	if a.Notice && a.Halt.Class == engine.NonRecoverable {
		return nil
	}
	return p.Pager.Page(a)
}
