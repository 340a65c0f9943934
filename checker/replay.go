package checker

import (
	"slices"
	"sort"
	"time"
)

// A turn is one write of a key's record, in the order of the store's revisions, as the
// replay of all of them understands it.
type turn struct {
	v, prev *View // prev is nil at the first
	way     way
	act     *Act    // of byAct; nil if the engine's audit does not name one that there was
	owner   *tenure // whose key it was when it was written; nil if nobody's

	// The floors after it, whatever the record says that they are: the targets whose
	// barriers the phases say have passed.
	sealFloor, floor uint64
}

// A way is by what right a record is written.
type way string

const (
	bySetup       way = "the setup"
	byAdmission   way = "an admission"
	byAct         way = "an operator's act"
	byAcquisition way = "an acquisition" // a step of the new owner may come with it
	byOwner       way = "a step of the owner"
	byNobody      way = "a write that nobody was in a position to make"
)

// raised says that the key set's revision went up with the write.
func (t *turn) raised() bool { return t.prev != nil && t.v.Rev > t.prev.Rev }

// enters says that the write brings the rotation into a phase, other than back from a
// halt in it.
func (t *turn) enters(p Phase) bool {
	return t.v.Phase == p && (t.prev == nil || t.prev.effective() != p)
}

// halts says that the write halts the rotation, or says anew why it is halted; what else is written
// in a halt does not.
func (t *turn) halts() bool {
	return t.v.Phase == Halted && (t.prev == nil || t.prev.Phase != Halted || t.prev.Halt != t.v.Halt)
}

// A replayed is what a replay keeps from turn to turn, and what it found.
type replayed struct {
	turns   []turn
	tenures []*tenure
	highest uint64 // fence there ever was
}

// replay goes through the writes of one key's record.
func replay(p *Past) *replayed {
	r := &replayed{turns: make([]turn, 0, len(p.Views))}
	var prev *View
	for i := range p.Views {
		v := &p.Views[i]
		if !v.RecordWritten {
			continue
		}
		t := turn{v: v, prev: prev, owner: r.owner()}
		t.way, t.act = r.wayOf(p, &t)
		t.sealFloor, t.floor = r.floors(&t)
		r.turns = append(r.turns, t)
		r.own(v)
		prev = v
	}
	return r
}

// floors recomputes both floors. B2 looks at seal stamps only, and raises the one for
// sealing; all other barriers raise both.
func (r *replayed) floors(t *turn) (seal, all uint64) {
	if t.prev == nil {
		return t.v.SealFloor, t.v.Floor
	}
	last := &r.turns[len(r.turns)-1]
	switch {
	case t.enters(Verified), t.enters(Aborted), t.revokes():
		return t.prev.Target, t.prev.Target
	case t.enters(Committed):
		return t.prev.Target, last.floor
	}
	return last.sealFloor, last.floor
}

// revokes says that a turn has a version revoked.
func (t *turn) revokes() bool {
	return slices.ContainsFunc(t.v.Versions, func(ver Version) bool {
		was := t.prev.version(ver.N)
		return ver.State == Revoked && was != nil && was.State != Revoked
	})
}

// floorsAt are the floors as of a time, and the turn that they are of; nil before the
// first.
func (r *replayed) floorsAt(at time.Duration) *turn {
	i := sort.Search(len(r.turns), func(i int) bool { return r.turns[i].v.At > at })
	if i == 0 {
		return nil
	}
	return &r.turns[i-1]
}

// owner is the tenure that stands.
func (r *replayed) owner() *tenure {
	if n := len(r.tenures); n > 0 && r.tenures[n-1].lost == nil {
		return r.tenures[n-1]
	}
	return nil
}

// own follows who owns the key. The owner is the process that wrote, whatever name the
// record gives it. A raise that names nobody (a resume) ends a tenure and begins none.
func (r *replayed) own(v *View) {
	if v.Fence <= r.highest {
		return
	}
	r.highest = v.Fence
	if o := r.owner(); o != nil {
		o.to, o.lost = v.At, v
	}
	if v.Owner != "" {
		r.tenures = append(r.tenures, &tenure{v.By, v.Fence, v.At, forever, v, nil})
	}
}

func (r *replayed) wayOf(p *Past, t *turn) (way, *Act) {
	v, prev := t.v, t.prev
	switch {
	case prev == nil:
		return bySetup, nil
	case v.starts(prev):
		return byAdmission, p.actOf(v)
	}
	o := t.owner
	owned := o != nil && o.by == v.By && v.Fence >= o.fence
	// Without an entry it is a guess which act it was for. Where that was refused, and the owner may
	// do as much by itself, it was for none.
	if act, is := p.acts(v, prev); is && !(owned && len(v.Audit) == 0 && prev.Phase != Halted && act != nil && act.Outcome == Refused) {
		return byAct, act
	}
	switch {
	case v.Fence != prev.Fence && v.Owner != "" || v.Owner != prev.Owner && v.Owner != "":
		return byAcquisition, nil
	case owned:
		return byOwner, nil
	}
	return byNobody, nil
}

// verbOf is what an operator must have asked for, to have caused what v did after prev;
// empty if no operator has a hand in that.
func verbOf(v, prev *View) string {
	switch {
	case prev.Phase != Halted && v.Phase == Halted:
		return "halt"
	case v.Phase == Aborting && prev.effective() != Aborting:
		return "abort"
	case prev.Phase == Halted && v.Phase != Halted:
		return "resume"
	}
	return ""
}

// acts says that v, which follows prev, is an operator's act, and which: it enters
// ABORTING, enters or leaves HALTED, or touches nothing of the rotation, in an
// operator's name.
func (p *Past) acts(v, prev *View) (act *Act, is bool) {
	verb := verbOf(v, prev)
	if len(v.Audit) == 0 { // the engine wrote no entry with it
		act = p.actFor(verb, v)
		return act, act != nil
	}
	if !v.caused(byOperator) {
		return nil, false
	}
	act = p.actOf(v)
	beside := v.Phase == prev.Phase && v.Rotation == prev.Rotation && (act != nil && actsBeside(act.Verb) || act == nil && !p.sees(Requests))
	return act, verb != "" || beside
}

// actsBeside says that an operator's verb touches no rotation.
func actsBeside(verb string) bool { return verb == "revoke" || verb == "hold" || verb == "release" }

// actOf is the act that the entry of a view names; nil if it names none that was asked for.
func (p *Past) actOf(v *View) *Act {
	for i := range v.Audit {
		for k := range p.Acts {
			if a := &p.Acts[k]; v.Audit[i].Cause == byOperator+a.ID && a.Called <= v.At {
				return a
			}
		}
	}
	return nil
}

// actFor is an act of the verb that was being done when v was written; if there are several,
// one that was not refused.
func (p *Past) actFor(verb string, v *View) (act *Act) {
	for k := range p.Acts {
		a := &p.Acts[k]
		if verb == "" || a.Verb != verb || a.Called > v.At || a.Outcome != Unknown && v.Early > a.Returned {
			continue
		}
		if act == nil || act.Outcome == Refused {
			act = a
		}
	}
	return act
}
