package checker

import (
	"math"
	"slices"
	"time"
)

var s12 = Invariant{"S12",
	"Retire, revoke and destroy only on positive evidence: lifetime passed, old stamps gone, target's identity checked, no hold; destroy only after REVOKED is durable.",
	[]Clause{
		{"forward", "A version's state moves along its table only, one state at a time."},
		{"lifetime", "A version is retired when its lifetime since the last seal has passed, or an operator revokes it."},
		{"held", "A version that an operator was told is held is neither retired nor revoked before somebody asks for its release."},
		{"under", "A version of the anchor is neither retired nor revoked while what was made under it is in use."},
		{"stamps", "A version is revoked when no open stamp in the store opens it or is below target."},
		{"destroyed", "DESTROYED is written when the key service has destroyed it."},
		{"sent", "Destruction is asked for when REVOKED is in the store, or the rotation is aborting and its barrier has passed."},
		{"target", "What is destroyed is the version that the operation made."},
		{"named", "DESTROYED names the nodes that may still have it on their disks, and none that could have erased it and said so."},
		{"kept", "No version is retired or revoked while a text is kept under it, and none is kept under one that is."},
	}, judgeS12}

const (
	s12Forward clause = iota
	s12Lifetime
	s12Held
	s12Under
	s12Stamps
	s12Destroyed
	s12Sent
	s12Target
	s12Named
	s12Kept
)

// S12: what cannot be undone is done on evidence, which is recomputed here: the last seal
// by the texts that left the nodes, stamps by the store, destruction by the key service.
func judgeS12(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("no version was retired, revoked or destroyed")
	e := ending{t: t, h: h, stamps: standing{stamps: h.Stamps}, texts: shelf{keeps: h.Keeps}}
	for i := range h.replayed.turns {
		e.turn(&h.replayed.turns[i])
	}
	e.stamps.to(math.MaxInt64, h.End)
	if len(h.Views) > 0 {
		e.keepsTo(math.MaxInt64, &h.Views[len(h.Views)-1])
	}
	e.passes()
	e.effects()
}

// An ending judges how versions end.
type ending struct {
	t       *tally
	h       *Past
	stamps  standing
	texts   shelf
	mayKill byVersion[permit]
	aborts  uint32 // the version of the rotation that is aborting
}

// A permit is what allows to destroy a version.
type permit struct {
	view *View         // REVOKED, or ABORTING
	from time.Duration // since when, at the earliest
	to   time.Duration // and at the latest
	wait uint64        // target whose barrier has to pass first; 0: none
}

func (e *ending) turn(x *turn) {
	v, prev := x.v, x.prev
	e.stamps.to(v.Revision, v.At)
	e.keepsTo(v.Revision, prev)
	e.passes()
	if prev == nil {
		return
	}
	if v.effective() == Aborting && prev.effective() != Aborting {
		p := permit{view: v, from: v.Early, to: v.At, wait: v.Target}
		if e.stamps.below(v.Target, overAll) == nil {
			p.wait = 0
		}
		e.aborts, *e.mayKill.at(v.Next) = v.Next, p
	}
	for i := range v.Versions {
		n, now := v.Versions[i].N, v.Versions[i].State
		was := Pending // of a number that is new
		if before := prev.version(n); before != nil {
			was = before.State
		}
		if was != now {
			e.moved(x, n, was, now)
		}
	}
	for i := range prev.Versions {
		ver := &prev.Versions[i]
		if v.version(ver.N) == nil {
			e.t.judged(s12Forward)
			if ver.State != Destroyed && ver.State != Burnt {
				e.t.add(s12Forward, v.At, citing(prev, v), "%s left v%d, %s, out of the record at %s, revision %d (%s)", v.By, ver.N, ver.State, at(v.At), v.Revision, v.Phase)
			}
		}
	}
}

// passes moves on from when an abort's barrier can have passed: its last stamp below
// target that has left the store.
func (e *ending) passes() {
	p := e.mayKill.get(e.aborts)
	if p == nil || p.wait == 0 {
		return
	}
	for _, g := range e.stamps.left {
		if g.Rev < p.wait {
			p.from, p.to = max(p.from, g.Until), max(p.to, g.Until)
		}
	}
	if e.stamps.below(p.wait, overAll) == nil {
		p.wait = 0
	}
}

func (e *ending) moved(x *turn, n uint32, was, now State) {
	v, prev := x.v, x.prev
	e.t.judged(s12Forward)
	if next(was, now) == "" {
		e.t.add(s12Forward, v.At, citing(prev, v), "%s took v%d from %s to %s at %s, revision %d (%s)", v.By, n, was, now, at(v.At), v.Revision, v.Phase)
	}
	if now == Retiring || now == Revoked {
		e.held(v, n, now)
		e.under(v, n, now)
		e.kept(v, n, now)
	}
	switch now {
	case Retiring:
		e.retired(x, n)
	case Revoked:
		if was != Retiring {
			e.retired(x, n)
		}
		e.revoked(v, n)
		*e.mayKill.at(n) = permit{view: v, from: v.Early, to: v.At}
	case Destroyed:
		e.destroyed(v, n)
		e.named(v, n)
	}
}

// next says along which of the two ways a version's state moves; empty: neither.
func next(was, now State) string {
	switch {
	case was == Pending && now == Active, was == Active && now == Deprecated, was == Deprecated && now == Retiring,
		was == Retiring && now == Revoked, was == Revoked && now == Destroyed:
		return "used"
	case was == Pending && now == Burnt:
		return "aborted"
	}
	return ""
}

// retired demands that whoever holds what was sealed under a version has had its time.
func (e *ending) retired(x *turn, n uint32) {
	l := e.h.lives.get(n)
	if l == nil { // nothing was sealed under it
		return
	}
	v := x.v
	e.t.judged(s12Lifetime)
	if end := l.last.Emitted + e.h.lifetime(n); v.At < end && (x.act == nil || x.act.Verb != "revoke") {
		e.t.add(s12Lifetime, v.At, citing(l.last, v), "%s retired v%d at %s, revision %d; its last seal, #%d by %s at %s, lives until %s",
			v.By, n, at(v.At), v.Revision, l.last.ID, who(l.last.Node, l.last.Incarnation), at(l.last.Emitted), at(end))
	}
}

// revoked demands that nobody may open the version any more.
func (e *ending) revoked(v *View, n uint32) {
	if !e.h.Offers.Stamps {
		return
	}
	e.t.judged(s12Stamps)
	for _, g := range e.stamps.now {
		if g.Sealing {
			continue
		}
		if slices.Contains(g.Opens, n) {
			e.t.add(s12Stamps, v.At, citing(g, v), "%s revoked v%d at %s, revision %d; the stamp of %s, of rev %d since %s, revision %d, opens %s",
				v.By, n, at(v.At), v.Revision, who(g.Node, g.Incarnation), g.Rev, at(g.At), g.Revision, versions(g.Opens))
			return
		}
		if g.Rev < v.Target {
			e.t.add(s12Stamps, v.At, citing(g, v), "%s revoked v%d at %s, revision %d, target %d; the stamp of %s is of rev %d since %s, revision %d",
				v.By, n, at(v.At), v.Revision, v.Target, who(g.Node, g.Incarnation), g.Rev, at(g.At), g.Revision)
			return
		}
	}
}

// destroyed demands that the key service had destroyed what the record says is.
func (e *ending) destroyed(v *View, n uint32) {
	e.t.judged(s12Destroyed)
	if left := e.h.materialAt(n, v.At); left != nil {
		e.t.add(s12Destroyed, v.At, citing(left, v), "%s wrote v%d as DESTROYED at %s, revision %d; what operation %s made at %s was not destroyed by then",
			v.By, n, at(v.At), v.Revision, left.Op, at(left.At))
	} else if !e.h.destroyedBy(n, v.At) {
		e.t.add(s12Destroyed, v.At, citing(v), "%s wrote v%d as DESTROYED at %s, revision %d; the key service had not been asked to destroy it", v.By, n, at(v.At), v.Revision)
	}
}

// destroyedBy says that the key service can have taken a destruction of a version by a time.
func (p *Past) destroyedBy(n uint32, by time.Duration) bool {
	for i := range p.Effects {
		if f := &p.Effects[i]; f.Kind == Destroy && f.Accepted && f.Version == n && f.Early <= by {
			return true
		}
	}
	return false
}

// materialAt is the material of a version that certainly was made by a time and certainly
// not destroyed; nil if there was none.
func (p *Past) materialAt(n uint32, by time.Duration) (left *Effect) {
	for i := range p.Effects {
		f := &p.Effects[i]
		switch {
		case f.Version != n:
		case f.Kind == Mint && f.Made && f.At <= by:
			left = f
		case f.Kind == Destroy && f.Accepted && f.Early <= by && left != nil && left.Op == f.Op:
			left = nil
		}
	}
	return left
}

// effects judges when destruction was asked for, and of what.
func (e *ending) effects() {
	made := map[string]*Effect{} // by operation; looked up only
	for i := range e.h.Effects {
		f := &e.h.Effects[i]
		if f.Kind == Mint && f.Made {
			made[f.Op] = f
		}
		if f.Kind != Destroy || !f.Accepted || !f.Made {
			continue
		}
		e.t.judged(s12Sent)
		switch p := e.mayKill.get(f.Version); {
		case p == nil:
			e.t.add(s12Sent, f.At, citing(f), "%s asked at %s for v%d to be destroyed, which was done at %s; the record never had it as REVOKED or aborting",
				f.By, at(f.Sent), f.Version, at(f.At))
		case p.wait != 0:
			e.t.add(s12Sent, f.At, citing(p.view, f), "%s asked at %s for v%d to be destroyed, whose rotation was aborting since %s, revision %d; stamps below target %d were in the store to the end",
				f.By, at(f.Sent), f.Version, at(p.view.At), p.view.Revision, p.wait)
		case f.Sent < p.from:
			e.t.add(s12Sent, f.At, citing(p.view, f), "%s asked at %s for v%d to be destroyed, which was done at %s; that was allowed from %s on, after revision %d (%s)",
				f.By, at(f.Sent), f.Version, at(f.At), at(p.from), p.view.Revision, p.view.Phase)
		case f.Sent < p.to:
			e.t.close(s12Sent)
		}
		e.t.judged(s12Target)
		if m := made[f.Op]; m != nil && m.Version != f.Version {
			e.t.add(s12Target, f.At, citing(m, f), "%s had v%d destroyed at %s by operation %s, which had made v%d at %s", f.By, f.Version, at(f.At), f.Op, m.Version, at(m.At))
		}
	}
}
