package wrong

import (
	"errors"
	"fmt"

	"pawl/engine"
)

// retryMintsAgain takes silence for failure: an unanswered mint is asked for
// again as if it were another one.
func retryMintsAgain() engine.Engine {
	e := engine.Reference().Engine("retry-mints-again")
	return onWorkers(e, func(env *engine.Env) { env.Keys = &impatient{KeyService: env.Keys, self: env.Self()} })
}

type impatient struct {
	engine.KeyService
	self string
	n    int
}

func (k *impatient) Create(op, key string, version uint32, fence uint64) (engine.Made, error) {
	made, err := k.KeyService.Create(op, key, version, fence)
	if errors.Is(err, engine.ErrUnknown) {
		k.n++
		return k.KeyService.Create(fmt.Sprintf("%s/again/%s/%d", op, k.self, k.n), key, version, fence)
	}
	return made, err
}
