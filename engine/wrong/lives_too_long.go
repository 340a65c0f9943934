package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// livesTooLong has versions made that last for twice as long as policy says, so that nobody need
// be woken for one that ends.
func livesTooLong() engine.Engine {
	return reference.Variant{Name: "lives-too-long", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Keys = lasting{env.Keys}
	}}.Engine()
}

type lasting struct{ engine.KeyService }

func (k lasting) Create(c engine.Create) (engine.Made, error) {
	c.Life *= 2
	return k.KeyService.Create(c)
}
