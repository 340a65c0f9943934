package checker

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var s12 = Invariant{"S12",
	"Retire, revoke and destroy only on positive evidence: lifetime passed, old stamps gone, target's identity checked, no hold; destroy only after REVOKED is durable.",
	[]Clause{
		{"forward", "A version's state moves along its table only, one state at a time."},
		{"lifetime", "A version is retired when its lifetime since the last seal has passed, or an operator revokes it."},
		{"held", "A version that an operator was told is held is neither retired nor revoked before somebody asks for its release."},
		{"stamps", "A version is revoked when no open stamp in the store opens it or is below target."},
		{"destroyed", "DESTROYED is written when the key service has destroyed it."},
		{"sent", "Destruction is asked for when REVOKED is in the store, or the rotation is aborting and its barrier has passed."},
		{"target", "What is destroyed is the version that the operation made."},
		{"named", "DESTROYED names the nodes that may still have it on their disks, and none that could have erased it and said so."},
	}, judgeS12}

const (
	s12Forward clause = iota
	s12Lifetime
	s12Held
	s12Stamps
	s12Destroyed
	s12Sent
	s12Target
	s12Named
)

// S12: what cannot be undone is done on evidence, which is recomputed here: the last seal
// by the texts that left the nodes, stamps by the store, destruction by the key service.
func judgeS12(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("no version was retired, revoked or destroyed")
	e := ending{t: t, h: h, stamps: standing{stamps: h.Stamps}}
	for i := range h.replayed.turns {
		e.turn(&h.replayed.turns[i])
	}
	e.stamps.to(math.MaxInt64, h.End)
	e.passes()
	e.effects()
}

// An ending judges how versions end.
type ending struct {
	t       *tally
	h       *Past
	stamps  standing
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
	if end := l.last.Emitted + e.h.Policy.Lifetime; v.At < end && (x.act == nil || x.act.Verb != "revoke") {
		e.t.add(s12Lifetime, v.At, citing(l.last, v), "%s retired v%d at %s, revision %d; its last seal, #%d by %s at %s, lives until %s",
			v.By, n, at(v.At), v.Revision, l.last.ID, who(l.last.Node, l.last.Incarnation), at(l.last.Emitted), at(end))
	}
}

// held looks for an operator who was told that a version is held, and for nobody who may
// have had it released since. Whoever is told so while it is being retired may come after
// that, and still keep it from being revoked; to hold what is revoked is no use.
func (e *ending) held(v *View, n uint32, now State) {
	for i := range e.h.Acts {
		a := &e.h.Acts[i]
		if a.Verb != "hold" || a.Outcome != Admitted || !a.about(n) || v.early() <= a.Called {
			continue
		}
		e.t.judged(s12Held)
		if now == Retiring && v.early() <= a.Returned || e.h.releasedBy(a, v.At) {
			continue
		}
		e.t.add(s12Held, v.At, citing(v), "%s wrote v%d as %s at %s, revision %d; %s had been told at %s that it is held (act %s), and nobody has asked for its release since",
			v.By, n, now, at(v.At), v.Revision, a.Operator, at(a.Returned), a.ID)
	}
}

// about says that an act is about a version: one that names none may be about any.
func (a *Act) about(n uint32) bool { return len(a.Versions) == 0 || slices.Contains(a.Versions, n) }

// releasedBy says that the hold of an act may have been lifted by a time.
func (h *Past) releasedBy(hold *Act, by time.Duration) bool {
	return slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == "release" && a.Outcome != Refused && (len(hold.Versions) == 0 || a.about(hold.Versions[0])) && a.Called <= by && a.Returned >= hold.Called
	})
}

// mayHold says that somebody may have asked by a time that a version is held.
func (h *Past) mayHold(n uint32, by time.Duration) bool {
	return slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == "hold" && a.Outcome != Refused && a.about(n) && a.Called < by
	})
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

// named holds the note of a destruction to the disks. Who still has the version is named;
// who had the length of an owner's lease to erase it, or to say that it had, and was kept
// from neither, need not be.
func (e *ending) named(v *View, n uint32) {
	note, ver, h := noteOf(v, n), v.version(n), e.h
	if h.Offers.Body != PrefixedFields || ver == nil || ver.Print == "" || v.Early != v.At {
		return
	}
	revoked := e.mayKill.get(n)
	for i := range h.Machines {
		m := h.Machines[i].Name
		if h.Machines[i].Duty != NodeDuty || !h.keepsCopies(m) {
			continue
		}
		e.t.judged(s12Named)
		is, has, since := names(note, m), h.remains(m, ver.Print, v.Sent), v.At-h.Policy.OwnerLease
		if has && h.putBack(m, ver.Print, v.Sent) {
			continue
		}
		free := revoked != nil && revoked.to <= since && !h.keptFrom(m, revoked.from-h.calls(settleCalls), v.At)
		switch {
		case !is && has:
			e.t.add(s12Named, v.At, citing(v), "%s wrote v%d as DESTROYED at %s, revision %d, and does not name %s, whose disk still has it", v.By, n, at(v.At), v.Revision, m)
		case is && free && has:
			e.t.add(s12Named, v.At, citing(revoked.view, v), "%s wrote v%d as DESTROYED at %s, revision %d; %s, which it names, has not erased it, and nothing kept it from that since %s",
				v.By, n, at(v.At), v.Revision, m, at(revoked.to))
		case is && free && !h.remains(m, ver.Print, since):
			e.t.add(s12Named, v.At, citing(revoked.view, v), "%s wrote v%d as DESTROYED at %s, revision %d, and names %s, whose disk has not had it since %s or before",
				v.By, n, at(v.At), v.Revision, m, at(since))
		}
	}
}

// putBack says that a machine's disk has a fingerprint because it was put back to what it was
// before: of that no process of the machine can have known.
func (h *Past) putBack(machine, print string, by time.Duration) bool {
	for i := range h.Copies {
		if c := &h.Copies[i]; c.Machine == machine && c.Print == print && c.Written <= by && (c.Gone < 0 || by < c.Gone) && !h.upAt(machine, c.Written) {
			return true
		}
	}
	return false
}

// upAt says that a process of a machine ran at some time, or may have: of some machines it was
// not seen when they ran.
func (h *Past) upAt(machine string, when time.Duration) bool {
	seen := false
	for i := range h.Starts {
		s := &h.Starts[i]
		seen = seen || s.Machine == machine
		if s.Machine == machine && s.From <= when && when < s.To {
			return true
		}
	}
	return !seen
}

// keptFrom says that something may have kept a node from saying what it has erased, which
// it may do with its next stamp, for which it needs material: a fault of its own, of the
// store or of the key service was in force, whether or not any message was seen to meet it.
// The time begins with what was in flight when the last fault ended.
func (h *Past) keptFrom(machine string, from, to time.Duration) bool {
	needed := func(m string) bool { return m == machine || h.duty[m] == StoreDuty || h.duty[m] == KeysDuty }
	for i := range h.Faults {
		f := &h.Faults[i]
		of := slices.ContainsFunc(f.On, needed) || slices.ContainsFunc(f.Between, func(b [2]string) bool { return needed(b[0]) && needed(b[1]) })
		if f.Injected && of && f.From <= to && max(f.From, f.To) >= from {
			return true
		}
	}
	return slices.ContainsFunc(h.Stands, func(s Stretch) bool { return needed(s.Machine) && s.From <= to && s.To >= from })
}

// noteOf is what the entry of a version's transition notes for people.
func noteOf(v *View, n uint32) string {
	for i := range v.Audit {
		if b, err := readBody(v.Audit[i].Body); err == nil && strings.HasPrefix(b.Transition, name(n)+" ") {
			return b.Note
		}
	}
	return ""
}

// names says that a text has a name in it, and not only a part of a longer one. A dot can
// stand in a name, and ends a sentence after one.
func names(text, name string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 || name == "" {
			return false
		}
		at += from
		from = at + len(name)
		last, _ := utf8.DecodeLastRuneInString(text[:at])
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[from:], "."))
		if !ofName(last) && !ofName(next) {
			return true
		}
	}
}

// ofName says that a letter can be a part of a name.
func ofName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./", r)
}
