package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// pagesAndForgets takes it that people know once it has paged them, whatever has become of that.
func pagesAndForgets() engine.Engine {
	return reference.Variant{Name: "pages-and-forgets", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = careless{env.Pager}
	}}.Engine()
}

type careless struct{ engine.Pager }

func (p careless) Page(a engine.Alert) error {
	_ = p.Pager.Page(a) // it has been sent
	return nil
}
