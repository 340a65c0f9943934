package wrong

import (
	"errors"
	"fmt"
	"time"

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

func (k *impatient) Create(op, key string, version uint32, fence uint64, life time.Duration) (engine.Made, error) {
	made, err := k.KeyService.Create(op, key, version, fence, life)
	if errors.Is(err, engine.ErrUnknown) {
		k.n++
		return k.KeyService.Create(fmt.Sprintf("%s/again/%s/%d", op, k.self, k.n), key, version, fence, life)
	}
	return made, err
}
