package wrong

import (
	"errors"
	"fmt"

	"pawl/engine"
	"pawl/engine/reference"
)

// retryMintsAgain takes silence for failure: an unanswered mint is asked for
// again as if it were another one.
func retryMintsAgain() engine.Engine {
	return reference.Variant{Name: "retry-mints-again", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Keys = &impatient{KeyService: env.Keys, self: env.Self()}
	}}.Engine()
}

type impatient struct {
	engine.KeyService
	self string
	n    int
}

func (k *impatient) Create(c engine.Create) (engine.Made, error) {
	made, err := k.KeyService.Create(c)
	if errors.Is(err, engine.ErrUnknown) {
		k.n++
		c.Op = fmt.Sprintf("%s/again/%s/%d", c.Op, k.self, k.n)
		return k.KeyService.Create(c)
	}
	return made, err
}
