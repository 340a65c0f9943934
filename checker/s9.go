package checker

import (
	"slices"
	"sort"
	"time"
)

var s9 = Invariant{"S9",
	"A recorded phase implies that its evidence holds now.",
	[]Clause{
		{"phases", "A phase is entered only from one that leads to it."},
		{"raise", "The key set's revision and target are raised, by one, by the phases that must, and by nothing else."},
		{"floors", "A floor moves only when a barrier has passed, and to the target that it was for."},
		{"made", "STAGED: the key service has made the material, and its fingerprint is the record's."},
		{"barrier", "When a barrier is recorded as passed, no stamp in the store is below target."},
		{"next", "VERIFIED: every open stamp in the store opens the next version, with the material that was made."},
		{"pools", "VERIFIED: of every pool that has served, as many nodes as policy demands have had an open stamp of the target."},
		{"turns", "Where policy lets pools in one after another, one is let in when every pool before it holds what is new: all its stamps that stand, and as many nodes as policy demands."},
		{"spare", "What lies ready counts as everywhere when every open stamp opens it, with the material that was made."},
		{"lead", "VERIFIED: the publish lead that was promised, and that of its writer's policy, have passed since the barrier could first have passed, or that of what lay ready."},
		{"read", "Who records a barrier as passed had read all its stamps, at one revision since the raise, and none was below target."},
		{"destroyed", "ABORTED: the key service has destroyed what it made."},
	}, judgeS9}

const (
	s9Phases clause = iota
	s9Raise
	s9Floors
	s9Made
	s9Barrier
	s9Next
	s9Pools
	s9Turns
	s9Spare
	s9Lead
	s9Read
	s9Destroyed
)

// S9: each phase is a claim, and what it claims is recomputed: from the store's revisions,
// from the key service, and from what the writer had read.
func judgeS9(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("the record was never changed")
	e := evidence{t: t, h: h, stamps: standing{stamps: h.Stamps}, scans: scansOf(h)}
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		e.follow(x)
		if x.prev != nil {
			e.turn(x)
		}
	}
}

// evidence is what there is for a phase while the record is replayed.
type evidence struct {
	t      *tally
	h      *Past
	stamps standing
	scans  []scan
	raised *View // that set the target that stands

	published since // the version on its way, to all pools
	spared    since // what lies ready
}

// follow goes on to the stamps that stand when a turn is made.
func (e *evidence) follow(x *turn) {
	e.stamps.to(x.v.Revision, x.v.At)
	if x.prev == nil {
		e.raised = x.v
		e.begin(x.v)
		return
	}
	for _, g := range e.stamps.left {
		e.published.left(g, e.h)
		e.spared.left(g, e.h)
	}
}

func (e *evidence) turn(x *turn) {
	e.phase(x)
	e.raise(x)
	e.made(x)
	e.passed(x)
	e.turns(x)
	e.spare(x)
	if x.v.Target != x.prev.Target {
		e.raised = x.v
	}
	if x.v.effective() == Published && (x.prev.effective() != Published || len(x.prev.Reached) > 0) {
		e.published = since{x.v, x.v.Early}
	}
}

// follows are the phases that may come after each, in the same rotation or the next. Any
// may be halted, and a halted one goes back to where it was, or is aborted from there.
func follows(p Phase) []Phase {
	switch p {
	case Idle:
		return []Phase{Intent}
	case Intent:
		return []Phase{Staged, Aborting}
	case Staged:
		return []Phase{Published, Aborting}
	case Published:
		return []Phase{Verified, Aborting}
	case Verified:
		return []Phase{Draining, Aborting}
	case Draining:
		return []Phase{Committed, Published, Aborting}
	case Committed, Aborted:
		return []Phase{Idle}
	case Aborting:
		return []Phase{Aborted}
	}
	return nil
}

func (e *evidence) phase(x *turn) {
	v, prev := x.v, x.prev
	if v.Phase == prev.Phase {
		return
	}
	e.t.judged(s9Phases)
	lawful := false
	switch from := prev.effective(); {
	case v.Phase == Halted:
		lawful = v.From == "" || v.From == prev.Phase && v.From != Draining || prev.Phase == Draining && v.From == Published
	case prev.Phase == Halted:
		lawful = v.Phase == from || v.Phase == Aborting && slices.Contains(follows(from), Aborting)
	default:
		lawful = slices.Contains(follows(from), v.Phase)
	}
	if !lawful {
		e.t.add(s9Phases, v.At, citing(prev, v), "%s wrote %s (from %q) at %s, revision %d, after %s of revision %d, from which it is not entered",
			v.By, v.Phase, v.From, at(v.At), v.Revision, prev.Phase, prev.Revision)
	}
}

// mustRaise says that a turn makes every stamp granted so far too old.
func (x *turn) mustRaise() bool {
	v, prev := x.v, x.prev
	if v.Phase != prev.Phase {
		switch {
		case v.Phase == Draining || v.Phase == Published:
			if prev.Phase != Halted {
				return true
			}
		case v.Phase == Committed:
			if prev.Phase != Halted {
				return true
			}
		case v.Phase == Aborting:
			if prev.effective() != Aborting {
				return true
			}
		case v.Phase == Halted && prev.Phase == Draining:
			return true
		}
	}
	if x.letsIn() || x.shown() {
		return true
	}
	for i := range v.Versions {
		if v.Versions[i].State != Retiring {
			continue
		}
		if prev.state(v.Versions[i].N) != Retiring {
			return true
		}
	}
	return false
}

func (e *evidence) raise(x *turn) {
	v, prev := x.v, x.prev
	must := x.mustRaise()
	if must || v.Rev != prev.Rev || v.Target != prev.Target {
		e.t.judged(s9Raise)
	}
	switch {
	case must && (v.Rev != prev.Rev+1 || v.Target != v.Rev):
		e.t.add(s9Raise, v.At, citing(prev, v), "%s wrote %s at %s, revision %d, which must raise the key set's revision from %d to %d, and the target to that; they are %d and %d",
			v.By, v.Phase, at(v.At), v.Revision, prev.Rev, prev.Rev+1, v.Rev, v.Target)
	case !must && (v.Rev != prev.Rev || v.Target != prev.Target):
		e.t.add(s9Raise, v.At, citing(prev, v), "%s wrote %s at %s, revision %d, which raises nothing, and moved the key set's revision from %d to %d, and the target from %d to %d",
			v.By, v.Phase, at(v.At), v.Revision, prev.Rev, v.Rev, prev.Target, v.Target)
	}
}

// made judges STAGED, or what skips it.
func (e *evidence) made(x *turn) {
	v, prev := x.v, x.prev
	if !x.crosses(Staged) || rank(prev.effective()) == 0 {
		return
	}
	e.t.judged(s9Made)
	n, print := v.introduced(prev)
	switch m := e.h.mintOf(n, v.At); {
	case m == nil:
		e.t.add(s9Made, v.At, citing(v), "%s wrote %s at %s, revision %d; the key service had not made v%d", v.By, v.Phase, at(v.At), v.Revision, n)
	case m.Print != print:
		e.t.add(s9Made, v.At, citing(m, v), "%s wrote %s at %s, revision %d, with fingerprint %q of v%d; what operation %s made at %s is %s",
			v.By, v.Phase, at(v.At), v.Revision, print, n, m.Op, at(m.At), m.Print)
	}
}

// crosses says that a turn takes the rotation to a phase or past it, on its way forward.
func (x *turn) crosses(p Phase) bool {
	return rank(x.v.effective()) >= rank(p) && rank(x.prev.effective()) < rank(p) && rank(x.prev.effective()) > 0
}

// introduced is the version that a rotation introduces, and the fingerprint in the record.
func (v *View) introduced(prev *View) (n uint32, print string) {
	if n = v.Next; n == 0 {
		n = prev.Next
	}
	for i := range v.Versions {
		if v.Versions[i].N == n {
			print = v.Versions[i].Print
		}
	}
	return n, print
}

// mintOf is the last making of a version that can have been done by a time.
func (p *Past) mintOf(n uint32, by time.Duration) (m *Effect) {
	for i := range p.Effects {
		if e := &p.Effects[i]; e.Kind == Mint && e.Made && e.Version == n && e.Early <= by {
			m = e
		}
	}
	return m
}

// passed judges what says that a barrier has passed: a phase, or a floor that moves.
func (e *evidence) passed(x *turn) {
	v, prev := x.v, x.prev
	verified, committed := x.crosses(Verified), x.crosses(Committed)
	aborted := v.Phase == Aborted && prev.effective() != Aborted
	revoked := newly(v, prev, Revoked)
	e.floor(x, "floor", prev.Floor, v.Floor, verified && v.Phase == Verified || aborted || revoked)
	e.floor(x, "seal floor", prev.SealFloor, v.SealFloor, verified && v.Phase == Verified || aborted || revoked || committed)
	if aborted {
		e.t.judged(s9Destroyed)
		n, _ := v.introduced(prev)
		if left := e.h.materialAt(n, v.At); left != nil {
			e.t.add(s9Destroyed, v.At, citing(left, v), "%s wrote ABORTED at %s, revision %d; what operation %s made for v%d at %s was not destroyed by then",
				v.By, at(v.At), v.Revision, left.Op, n, at(left.At))
		}
	}
	if !e.h.Offers.Stamps {
		return
	}
	if verified {
		e.holds(x, overOpens)
		e.opensNext(x)
		e.pools(x)
		e.lead(x)
	}
	if committed {
		e.holds(x, overSeals)
	}
	if aborted || revoked {
		e.holds(x, overAll)
	}
}

// newly says that a version comes into a state.
func newly(v, prev *View, s State) bool {
	for i := range v.Versions {
		if v.Versions[i].State != s {
			continue
		}
		if prev.state(v.Versions[i].N) != s {
			return true
		}
	}
	return false
}

func (e *evidence) floor(x *turn, name string, was, now uint64, passes bool) {
	if was == now {
		return
	}
	v, prev := x.v, x.prev
	e.t.judged(s9Floors)
	if !passes || now != prev.Target {
		e.t.add(s9Floors, v.At, citing(prev, v), "%s moved the %s from %d to %d at %s, revision %d (%s); a barrier that passes moves it to its target, %d",
			v.By, name, was, now, at(v.At), v.Revision, v.Phase, prev.Target)
	}
}

// holds demands that a barrier's stamps are as it says, and that the writer had seen it.
func (e *evidence) holds(x *turn, over barrier) {
	v, target := x.v, x.prev.Target
	e.t.judged(s9Barrier)
	if g := e.stamps.below(target, over); g != nil {
		e.t.add(s9Barrier, v.At, citing(e.raised, g, v), "%s wrote %s at %s, revision %d; the %s stamp of %s is of rev %d since %s, revision %d, below target %d",
			v.By, v.Phase, at(v.At), v.Revision, kindOf(g), who(g.Node, g.Incarnation), g.Rev, at(g.At), g.Revision, target)
	}
	e.t.judged(s9Read)
	if !e.hadRead(x, over, target) {
		e.t.add(s9Read, v.At, citing(e.raised, v), "%s wrote %s at %s, revision %d, sent at %s; it had not read every %s in the store, at one revision from %d on, with none below target %d",
			v.By, v.Phase, at(v.At), v.Revision, at(v.Sent), over.words(), e.raised.Revision, target)
	}
}

func kindOf(g *Grant) string {
	if g.Sealing {
		return "seal"
	}
	return "open"
}

func (e *evidence) hadRead(x *turn, over barrier, target uint64) bool {
	first := sort.Search(len(e.scans), func(i int) bool { return e.scans[i].revision >= e.raised.Revision })
	for i := first; i < len(e.scans); i++ {
		s := &e.scans[i]
		if s.revision >= x.v.Revision {
			break
		}
		if s.by == x.v.By && s.received <= x.v.Sent && s.saw(over, target) {
			return true
		}
	}
	return false
}

func (e *evidence) opensNext(x *turn) {
	n, _ := x.v.introduced(x.prev)
	e.opensVersion(x, n, s9Next)
}

// opensVersion demands of each open stamp that it opens a version, with the material that
// was made.
func (e *evidence) opensVersion(x *turn, n uint32, of clause) {
	v := x.v
	print := ""
	if m := e.h.mintOf(n, v.At); m != nil {
		print = m.Print
	}
	for _, g := range e.stamps.now {
		if g.Sealing {
			continue
		}
		e.t.judged(of)
		k := slices.Index(g.Opens, n)
		switch {
		case k < 0:
			e.t.add(of, v.At, citing(g, v), "%s wrote %s at %s, revision %d; the open stamp of %s, of rev %d since %s, revision %d, opens %s and not v%d",
				v.By, v.Phase, at(v.At), v.Revision, who(g.Node, g.Incarnation), g.Rev, at(g.At), g.Revision, versions(g.Opens), n)
			return
		case k < len(g.Prints) && g.Prints[k] != print && e.h.sees(KeyService):
			e.t.add(of, v.At, citing(g, v), "%s wrote %s at %s, revision %d; the open stamp of %s, since %s, revision %d, has v%d as %s, and what was made is %q",
				v.By, v.Phase, at(v.At), v.Revision, who(g.Node, g.Incarnation), at(g.At), g.Revision, n, g.Prints[k], print)
			return
		}
	}
}

// lead counts from the barrier of the target that published the version; a retirement that
// raises the target meanwhile takes nothing from the lead. What lay ready was announced from
// when every stamp had to open it. The lead that was promised is that of caches that there were;
// the writer's own is that of those that there are now.
func (e *evidence) lead(x *turn) {
	v, from := x.v, e.published
	n, _ := v.introduced(x.prev)
	if e.spared.raised != nil && e.spared.raised.Spare == n && e.spared.clear < from.clear {
		from = e.spared
	}
	if e.published.raised == nil { // the phases tell of that
		return
	}
	e.t.judged(s9Lead)
	lead := max(e.h.lead(n), e.h.of(v.By).PublishLead)
	if passed := v.At - from.clear; passed < lead {
		e.t.add(s9Lead, v.At, citing(from.raised, v), "%s wrote %s at %s, revision %d; no stamp was below target %d, of revision %d, since %s at the earliest, and the publish lead is %s",
			v.By, v.Phase, at(v.At), v.Revision, from.raised.Target, from.raised.Revision, at(from.clear), lead)
	}
}
