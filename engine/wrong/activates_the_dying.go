package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// activatesTheDying does not write down when a version ends, so that nobody asks how much is
// left of it: neither who activates it nor who seals under it.
func activatesTheDying() engine.Engine {
	return reference.Variant{Name: "activates-the-dying", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Keys = timeless{env.Keys}
	}}.Engine()
}

// timeless forgets when what was made ends.
type timeless struct{ engine.KeyService }

func (k timeless) Create(c engine.Create) (engine.Made, error) {
	m, err := k.KeyService.Create(c)
	m.End = 0
	return m, err
}

func (k timeless) Lookup(op string) (engine.Made, bool, error) {
	m, found, err := k.KeyService.Lookup(op)
	m.End = 0
	return m, found, err
}
