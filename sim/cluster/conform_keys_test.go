package cluster

import (
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/sim/deploy"
)

// TestKeyService holds the simulated key service to what real ones are held to, as a process of
// an engine meets it.
func TestKeyService(t *testing.T) {
	conform.Run(t, func(t *testing.T) keyservice.Backend { return keysInCluster{inCluster(t, engine.View{})} }, keyservice.All)
}

// keysInCluster is the key service of a cluster of which a test uses nothing else.
type keysInCluster struct{ *store }

func (k keysInCluster) Create(c engine.Create) (made engine.Made, err error) {
	k.in(func() { made, err = k.env.Keys.Create(c) })
	return made, err
}

func (k keysInCluster) Lookup(op string) (made engine.Made, found bool, err error) {
	k.in(func() { made, found, err = k.env.Keys.Lookup(op) })
	return made, found, err
}

func (k keysInCluster) Destroy(op, key string, version uint32, fence uint64) (err error) {
	k.in(func() { err = k.env.Keys.Destroy(op, key, version, fence) })
	return err
}

func (k keysInCluster) Fetch(key string, version uint32) (m engine.Material, err error) {
	k.in(func() { m, err = k.env.Keys.Fetch(key, version) })
	return m, err
}

func (k keysInCluster) Wall() (at time.Duration) {
	k.in(func() { at = k.m.c.keys.now() })
	return at
}

// Pass sleeps on a clock that may be fast.
func (k keysInCluster) Pass(d time.Duration) {
	for end := k.Wall() + d; k.Wall() < end; {
		k.Sleep(end - k.Wall() + time.Millisecond)
	}
}

func (k keysInCluster) Restart() error {
	for _, what := range []func(string){func(name string) { k.m.c.Crash(name) }, k.m.c.Restart} {
		k.in(func() { _ = k.hand.happens(func(*storage) error { what(deploy.KeysName); return nil }) })
	}
	return nil
}
