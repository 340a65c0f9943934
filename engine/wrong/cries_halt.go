package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// criesHalt tells the pager of all that people should know as if the rotation stood still
// for it.
func criesHalt() engine.Engine {
	return reference.Variant{Name: "cries-halt", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = alarmed{env.Pager}
	}}.Engine()
}

type alarmed struct{ engine.Pager }

func (p alarmed) Page(a engine.Alert) error {
	a.Notice = false
	return p.Pager.Page(a)
}
