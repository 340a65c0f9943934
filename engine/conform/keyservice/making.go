package keyservice

import "pawl/engine"

// oneForAnOperation: however often it is asked to, an operation makes one thing.
func (u *using) oneForAnOperation() {
	made := u.create(a)
	secret := u.fetch("k", 1)
	u.always(func() {
		same(u, "a second create", u.create(a), made)
		same(u, "fetch", u.fetch("k", 1), secret)
	})
}

// operationsDiffer: what two operations make is never the same, and of what two have made for
// one version the newest is handed out that there is.
func (u *using) operationsDiffer() {
	first := u.create(a)
	old := u.fetch("k", 1)
	second := u.create(other(a, "b"))
	third := u.create(engine.Create{Op: "c", Key: "k", Version: 2, Fence: 5})
	if first.Print == second.Print || first.Print == third.Print || second.Print == third.Print {
		u.t.Fatalf("three operations have made %q, %q, and %q", first.Print, second.Print, third.Print)
	}
	u.always(func() {
		same(u, "fetch, of the newest", u.fetch("k", 1).Print, second.Print)
		same(u, "fetch, of another version", u.fetch("k", 2).Print, third.Print)
	})
	u.destroy("b", "k", 1, 5)
	u.always(func() { same(u, "fetch, of what is left", u.fetch("k", 1), old) })
}

// prints: material is what it is said to be.
func (u *using) prints() {
	made := u.create(a)
	u.always(func() {
		m := u.fetch("k", 1)
		if p := engine.Fingerprint(m.Secret[:]); p != m.Print || p != made.Print || m.Secret == [32]byte{} {
			u.t.Fatalf("material of print %q is handed out as %q, and was made as %q", p, m.Print, made.Print)
		}
	})
}

// lookup: what an operation has made can be read back, which makes nothing.
func (u *using) lookup() {
	u.always(func() {
		u.unknown("a")
		u.none("k", 1, engine.ErrRejected)
	})
	made := u.create(a)
	same(u, "what is made", engine.Made{Key: made.Key, Version: made.Version}, engine.Made{Key: "k", Version: 1})
	u.always(func() { u.found("a", made) })
	u.unknown("b")
}

// neverMade: there is no material of a version that nobody has asked for.
func (u *using) neverMade() {
	u.create(a)
	u.always(func() {
		u.none("k", 2, engine.ErrRejected)
		u.none("other", 1, engine.ErrRejected)
	})
}

// destroyed: what is destroyed is not to be had any more, and not made again.
func (u *using) destroyed() {
	made := u.create(a)
	u.destroy("a", "k", 1, 5)
	made.Destroyed = true
	u.always(func() {
		u.none("k", 1, engine.ErrRejected)
		u.found("a", made)
		same(u, "a create of what is destroyed", u.create(a), made)
		u.none("k", 1, engine.ErrRejected)
		u.destroy("a", "k", 1, 5) // again
		u.found("a", made)
	})
}

// tombstone: a create that comes after the destroy makes nothing.
func (u *using) tombstone() {
	u.destroy("a", "k", 1, 5)
	gone := engine.Made{Key: "k", Version: 1, Destroyed: true}
	u.found("a", gone)
	u.restart()
	u.always(func() {
		u.found("a", gone)
		same(u, "a create after the destroy", u.create(a), gone)
		u.none("k", 1, engine.ErrRejected)
	})
}

// destroysNothingElse: what another operation made stays.
func (u *using) destroysNothingElse() {
	first := u.create(a)
	u.create(other(a, "b"))
	u.create(engine.Create{Op: "c", Key: "other", Version: 1, Fence: 5})
	u.destroy("b", "k", 1, 5)
	u.destroy("d", "k", 1, 5)
	u.always(func() {
		same(u, "fetch", u.fetch("k", 1).Print, first.Print)
		u.fetch("other", 1)
	})
}

// durable: what was answered stands after a crash that comes right after the answer.
func (u *using) durable() {
	made := u.create(a)
	u.restart()
	u.found("a", made)
	same(u, "fetch", u.fetch("k", 1).Print, made.Print)
	u.destroy("a", "k", 1, 6)
	u.restart()
	u.none("k", 1, engine.ErrRejected)
	_, err := u.b.Create(other(a, "b"))
	u.refused("a create below a fence of before the crash", err, engine.ErrStaleFence)
}
