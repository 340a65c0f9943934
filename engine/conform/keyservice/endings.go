package keyservice

import (
	"time"

	"pawl/engine"
)

// life is far longer than what a test takes.
const life = 24 * time.Hour

// mortal has something made that is to end when a life is over, counted from its making.
func (u *using) mortal(c engine.Create) engine.Made {
	u.t.Helper()
	before := u.b.Wall()
	m := u.create(c)
	if m.End < before+c.Life || m.End > u.b.Wall()+c.Life {
		u.t.Fatalf("made between %s and %s with a life of %s, and it ends at %s", before, u.b.Wall(), c.Life, m.End)
	}
	return m
}

// until lets time pass up to a moment before an end, and then beyond it.
func (u *using) until(end time.Duration, before, after func()) {
	u.t.Helper()
	u.b.Pass(end - u.b.Wall() - time.Hour)
	u.always(before)
	if u.b.Wall() >= end {
		u.t.Fatalf("a look took an hour: it is %s", u.b.Wall())
	}
	u.b.Pass(end - u.b.Wall())
	u.always(after)
}

// living is version 1 of key k with a life.
func living(d time.Duration) engine.Create {
	c := a
	c.Life = d
	return c
}

// end: material is to be had until its life is over, and then no more. Nobody destroyed it.
func (u *using) end() {
	made := u.mortal(living(life))
	u.until(made.End, func() {
		same(u, "fetch, an hour before the end", u.fetch("k", 1).Print, made.Print)
	}, func() {
		u.none("k", 1, engine.ErrEnded)
		u.found("a", made)
	})
}

// endStays: a second create does not put the end off.
func (u *using) endStays() {
	made := u.mortal(living(life))
	u.until(made.End, func() {
		same(u, "a second create", u.create(living(2*life)), made)
	}, func() {
		same(u, "a create after the end", u.create(living(life)), made)
		u.none("k", 1, engine.ErrEnded)
	})
}

// endless: without a life there is no end.
func (u *using) endless() {
	made := u.create(a)
	same(u, "its end", made.End, 0)
	u.b.Pass(100 * life)
	u.always(func() { same(u, "fetch", u.fetch("k", 1).Print, made.Print) })
}

// root and leaf are made the one under the other.
var (
	root = engine.Create{Op: "root", Key: "root", Version: 3, Fence: 1}
	leaf = engine.Create{Op: "leaf", Key: "k", Version: 1, Fence: 1, Under: engine.Issuer{Key: "root", Version: 3}}
)

// issuerNotThere: nothing is made under what was never made, or is destroyed, not even later.
func (u *using) issuerNotThere() {
	u.always(func() {
		_, err := u.b.Create(leaf)
		u.refused("a create under what was never made", err, engine.ErrRejected)
		u.unknown("leaf")
	})
	u.create(root)
	c := leaf
	c.Under.Version = 2
	_, err := u.b.Create(c)
	u.refused("a create under another version", err, engine.ErrRejected)
	u.destroy("root", "root", 3, 1)
	u.always(func() {
		_, err := u.b.Create(leaf)
		u.refused("a create under what is destroyed", err, engine.ErrRejected)
		u.unknown("leaf")
		u.none("k", 1, engine.ErrRejected)
	})
}

// issuerEnds: nothing ends later than what it is made under.
func (u *using) issuerEnds() {
	r := root
	r.Life = life
	end := u.mortal(r).End
	long, short, endless := leaf, other(leaf, "short"), other(leaf, "endless")
	long.Life, short.Life = 2*life, life/2
	short.Version, endless.Version = 2, 3
	made := u.create(long)
	same(u, "the end of what would outlive what it is under", made.End, end)
	same(u, "the end of what has none of its own", u.create(endless).End, end)
	u.mortal(short)
	same(u, "what it is under", made.Under, leaf.Under)
	u.until(end, func() {
		u.found("leaf", made)
		u.fetch("k", 1)
	}, func() { u.none("k", 1, engine.ErrEnded) })
}

// issuerDestroyed: what is made under something is not to be had without it.
func (u *using) issuerDestroyed() {
	u.create(root)
	made := u.create(leaf)
	u.always(func() { same(u, "fetch", u.fetch("k", 1).Print, made.Print) })
	u.destroy("root", "root", 3, 1)
	u.always(func() {
		u.none("k", 1, engine.ErrRejected)
		u.found("leaf", made)
	})
}
