package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// sendsNobodyThere tells people in words which nodes have not said that they have erased what is
// destroyed, and leaves out of the alert what its playbook goes by: on which nodes to erase it.
func sendsNobodyThere() engine.Engine {
	return reference.Variant{Name: "sends-nobody-there", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = wordy{env.Pager}
	}}.Engine()
}

type wordy struct{ engine.Pager }

func (p wordy) Page(a engine.Alert) error {
	a.Nodes = nil
	return p.Pager.Page(a)
}
