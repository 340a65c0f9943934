package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// leavesItToTheAudit names in the audit which nodes have not said that they have erased what is
// destroyed, and takes that for telling somebody.
func leavesItToTheAudit() engine.Engine {
	return reference.Variant{Name: "leaves-it-to-the-audit", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = clerk{env.Pager}
	}}.Engine()
}

// clerk is a pager that hears of no nodes.
type clerk struct{ engine.Pager }

func (d clerk) Page(a engine.Alert) error {
	if len(a.Nodes) > 0 {
		return nil
	}
	return d.Pager.Page(a)
}
