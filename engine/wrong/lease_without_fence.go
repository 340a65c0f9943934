package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
	"time"
)

// leaseWithoutFence has an owner that looks at its lease when it takes up a step,
// and then writes and acts as though that settled it.
func leaseWithoutFence() engine.Engine {
	return reference.Variant{Name: "lease-without-fence", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		env.Keys = fenceless{env.Keys}
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			c.If = nil
			return o.Apply(rec, c)
		}
	}}.Engine()
}

// fenceless is a key service that is not told of fences: all look alike to it.
type fenceless struct{ engine.KeyService }

func (k fenceless) Create(op, key string, version uint32, _ uint64, life time.Duration) (engine.Made, error) {
	return k.KeyService.Create(op, key, version, 1, life)
}

func (k fenceless) Destroy(op, key string, version uint32, _ uint64) error {
	return k.KeyService.Destroy(op, key, version, 1)
}
