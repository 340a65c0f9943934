package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// wakesTwice tells the pager of everything twice, to be sure.
func wakesTwice() engine.Engine {
	return reference.Variant{Name: "wakes-twice", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = insistent{env.Pager}
	}}.Engine()
}

type insistent struct{ engine.Pager }

func (p insistent) Page(a engine.Alert) error {
	_ = p.Pager.Page(a)
	return p.Pager.Page(a)
}
