package wrong

import (
	"errors"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// unboundedRetry asks the key service again for what it has rejected for good, and again,
// until it gets it.
func unboundedRetry() engine.Engine {
	stubborn := func(env *engine.Env) { env.Keys = stubborn{env.Keys, *env} }
	return reference.Variant{Name: "unbounded-retry",
		Worker: func(env *engine.Env, _ *reference.WorkerSteps) { stubborn(env) },
		Node:   func(env *engine.Env, _ *reference.NodeSteps) { stubborn(env) },
	}.Engine()
}

type stubborn struct {
	engine.KeyService
	env engine.Env
}

func (s stubborn) Create(op, key string, version uint32, fence uint64, life time.Duration) (made engine.Made, err error) {
	s.insist(func() error {
		made, err = s.KeyService.Create(op, key, version, fence, life)
		return err
	})
	return made, err
}

func (s stubborn) Destroy(op, key string, version uint32, fence uint64) (err error) {
	s.insist(func() error {
		err = s.KeyService.Destroy(op, key, version, fence)
		return err
	})
	return err
}

func (s stubborn) Fetch(key string, version uint32) (m engine.Material, err error) {
	s.insist(func() error {
		m, err = s.KeyService.Fetch(key, version)
		return err
	})
	return m, err
}

// insist makes a call until it is answered with anything but a rejection.
func (s stubborn) insist(call func() error) {
	for n := 0; errors.Is(call(), engine.ErrRejected); n++ {
		s.env.Clock.Sleep(s.env.Backoff(n))
	}
}
