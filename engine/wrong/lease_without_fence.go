package wrong

import "pawl/engine"

// leaseWithoutFence has an owner that looks at its lease when it takes up a step,
// and then writes and acts as though that settled it.
func leaseWithoutFence() engine.Engine {
	t := engine.Reference()
	t.Write = func(o *engine.Owner, rec engine.Record, c engine.Change) error {
		c.If = nil
		return o.Apply(rec, c)
	}
	return onWorkers(t.Engine("lease-without-fence"), func(env *engine.Env) {
		env.Keys = fenceless{env.Keys}
	})
}

// fenceless is a key service that is not told of fences: all look alike to it.
type fenceless struct{ engine.KeyService }

func (k fenceless) Create(op, key string, version uint32, _ uint64) (engine.Made, error) {
	return k.KeyService.Create(op, key, version, 1)
}

func (k fenceless) Destroy(op, key string, version uint32, _ uint64) error {
	return k.KeyService.Destroy(op, key, version, 1)
}
