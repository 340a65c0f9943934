package keyservice

import "pawl/engine"

// stale wants what comes below a fence of 5 to be refused, and without effect, and what comes
// with it to pass.
func (u *using) stale() {
	u.t.Helper()
	u.always(func() {
		_, err := u.b.Create(fenced(other(a, "late"), 4))
		u.refused("a create of fence 4 after fence 5", err, engine.ErrStaleFence)
		u.unknown("late")
		u.refused("a destroy of fence 4 after fence 5", u.b.Destroy("late", "k", 1, 4), engine.ErrStaleFence)
		u.unknown("late")
	})
	u.create(fenced(other(a, "in time"), 5))
	u.destroy("in time", "k", 1, 5)
}

// fenceOfCreate: a create has its fence be remembered.
func (u *using) fenceOfCreate() {
	made := u.create(a)
	u.stale()
	_, err := u.b.Create(fenced(a, 4))
	u.refused("a create of fence 4 again", err, engine.ErrStaleFence)
	u.refused("a destroy of fence 4", u.b.Destroy("a", "k", 1, 4), engine.ErrStaleFence)
	u.found("a", made)
	u.fetch("k", 1)
}

// fenceOfDestroy: a destroy does, also of what was never made.
func (u *using) fenceOfDestroy() {
	u.create(fenced(a, 1))
	u.destroy("a", "k", 1, 3)
	u.destroy("b", "k", 1, 5)
	u.stale()
}

// fenceOfRetry: a create of what was made, or destroyed, does.
func (u *using) fenceOfRetry() {
	u.create(fenced(a, 1))
	u.create(fenced(a, 3))
	_, err := u.b.Create(fenced(other(a, "b"), 2))
	u.refused("a create of fence 2 after fence 3", err, engine.ErrStaleFence)
	u.destroy("b", "k", 1, 3)
	u.create(fenced(other(a, "b"), 5))
	u.stale()
}

// fenceOfRejected: a create that is rejected does.
func (u *using) fenceOfRejected() {
	c := a
	c.Under = engine.Issuer{Key: "none", Version: 1}
	_, err := u.b.Create(c)
	u.refused("a create under what is not there", err, engine.ErrRejected)
	u.stale()
}

// fenceOfEachKey: one key's fence says nothing of another one's.
func (u *using) fenceOfEachKey() {
	u.create(a)
	u.always(func() {
		c := fenced(other(a, "b"), 1)
		c.Key = "other"
		u.create(c)
	})
	u.destroy("b", "other", 1, 2)
}
