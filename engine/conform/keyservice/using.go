package keyservice

import (
	"errors"

	"pawl/engine"
	"pawl/engine/conform"
)

// using is a test that uses a key service.
type using struct {
	t conform.T
	b Backend
}

// create has something made that nothing speaks against.
func (u *using) create(c engine.Create) engine.Made {
	u.t.Helper()
	m, err := u.b.Create(c)
	if err != nil {
		u.t.Fatalf("%+v: %v", c, err)
	}
	return m
}

// destroy has something destroyed that nothing speaks against.
func (u *using) destroy(op, key string, version uint32, fence uint64) {
	u.t.Helper()
	if err := u.b.Destroy(op, key, version, fence); err != nil {
		u.t.Fatalf("destroy %s: %v", op, err)
	}
}

// fetch wants there to be material.
func (u *using) fetch(key string, version uint32) engine.Material {
	u.t.Helper()
	m, err := u.b.Fetch(key, version)
	if err != nil {
		u.t.Fatalf("fetch version %d of %s: %v", version, key, err)
	}
	return m
}

// none wants there to be no material, for a reason.
func (u *using) none(key string, version uint32, why error) {
	u.t.Helper()
	if m, err := u.b.Fetch(key, version); !errors.Is(err, why) || m != (engine.Material{}) {
		u.t.Fatalf("fetch version %d of %s: print %q, %v; want %v, and nothing", version, key, m.Print, err, why)
	}
}

// found wants an operation to be known, as something.
func (u *using) found(op string, want engine.Made) {
	u.t.Helper()
	if m, found, err := u.b.Lookup(op); err != nil || !found || m != want {
		u.t.Fatalf("lookup of %s: %+v, %v, %v; want %+v", op, m, found, err, want)
	}
}

// unknown wants an operation not to be known.
func (u *using) unknown(op string) {
	u.t.Helper()
	if m, found, err := u.b.Lookup(op); err != nil || found {
		u.t.Fatalf("lookup of %s, which made nothing: %+v, %v, %v", op, m, found, err)
	}
}

// same wants two answers to be the same.
func same[A comparable](u *using, what string, got, want A) {
	u.t.Helper()
	if got != want {
		u.t.Fatalf("%s: %+v; want %+v", what, got, want)
	}
}

// always looks at something before a crash and after it.
func (u *using) always(look func()) {
	u.t.Helper()
	look()
	u.restart()
	look()
}

func (u *using) restart() {
	u.t.Helper()
	if err := u.b.Restart(); err != nil {
		u.t.Fatalf("it does not start again: %v", err)
	}
}

// refused wants a call to be refused for a reason.
func (u *using) refused(what string, err, why error) {
	u.t.Helper()
	if !errors.Is(err, why) {
		u.t.Fatalf("%s: %v; want %v", what, err, why)
	}
}

// a is version 1 of key k, made by operation a.
var a = engine.Create{Op: "a", Key: "k", Version: 1, Fence: 5}

// other is the same by another operation.
func other(c engine.Create, op string) engine.Create {
	c.Op = op
	return c
}

// fenced is the same under another fence.
func fenced(c engine.Create, fence uint64) engine.Create {
	c.Fence = fence
	return c
}
