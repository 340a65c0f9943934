package checker

import (
	"fmt"
	"strings"
)

var v0 = Invariant{"V0",
	"What an engine tells of itself is never at odds with what was seen at the ports.",
	[]Clause{
		{"seals", "What is sealed opens with the material of the version, and of the fingerprint, that the node names."},
		{"answers", "The stamp that a node says it answered under is one that its incarnation was granted."},
		{"owner", "The owner is who wrote the acquisition; the fence goes up by one with it, or when an ownership ends, and stays otherwise."},
		{"revisions", "The key set's revision goes up by one or stays; the target is the last revision that was raised to."},
		{"floors", "A floor goes up to the target when a barrier's phase is left, and stays otherwise."},
		{"numbers", "Next is the highest number and one at an admission; a commit makes it the active one."},
		{"versions", "A version's state changes by the transitions that name it, one at a time."},
		{"material", "A version's fingerprint and operation are those of the key service."},
		{"rotation", "Window and attempt are those of the trigger that is the cause, the rotation is the one that its caller was told of, and all three stay until it is over."},
		{"halt", "What a page says of a halt is what the record says."},
		{"stamps", "A stamp is of the process that wrote it, under a lease of its kind's length, and says what the record allowed."},
		{"bodies", "An entry says what its body says, and body and links are the stored ones."},
		{"chain", "The record's length and head of the chain are those of its last entry, and its operation is the entry's."},
		{"turned-away", "What is noted as turned away follows what was noted before, is counted and linked right, and was asked for by whom it names."},
		{"kept", "A kept text opens with the material of the version that the engine names, and to what somebody asked to be kept under that name."},
	}, judgeV0}

const (
	v0Seals clause = iota
	v0Answers
	v0Owner
	v0Revisions
	v0Floors
	v0Numbers
	v0Versions
	v0Material
	v0Rotation
	v0Halt
	v0Stamps
	v0Bodies
	v0Chain
	v0TurnedAway
	v0Kept
)

// V0: every word of an engine has a second witness: the material that opens a text, the
// process that wrote, the key service's effects, callers' answers, the bytes of the
// entries, and the replay of what went before.
func judgeV0(t *tally, p *Past) {
	t.skip("the engine said nothing of itself")
	j := witness{t: t, p: p, mints: firstMints(p.Effects)}
	j.seals()
	if p.Offers.Rewraps {
		j.kept()
	}
	if p.Offers.Record {
		for i := range p.replayed.turns {
			j.turn(&p.replayed.turns[i])
		}
		j.pages()
	}
	if p.Offers.Audit {
		j.entries()
	}
	if p.Offers.Stamps && p.Offers.Record {
		j.stamps()
	}
	if p.Offers.TurnedAway != "" {
		j.turnedAway()
	}
}

// witness holds what an engine says against what else is known.
type witness struct {
	t     *tally
	p     *Past
	mints byVersion[*Effect] // the first of each version
}

func (j *witness) seals() {
	stamps := j.p.Offers.Stamps
	for i := range j.p.Seals {
		s := &j.p.Seals[i]
		j.t.judged(v0Seals)
		switch {
		case s.Version == 0:
			j.t.add(v0Seals, s.Emitted, citing(s), "%s sealed #%d at %s, as it says under v%d; no material that was ever made opens it", s.Node, s.ID, at(s.Emitted), s.Said.Version)
		case s.Sealing != s.Said:
			j.t.add(v0Seals, s.Emitted, citing(s), "%s sealed #%d at %s and says under v%d, material %s; what opens it is v%d, material %s",
				s.Node, s.ID, at(s.Emitted), s.Said.Version, s.Said.Print, s.Version, s.Print)
		}
		if stamps && s.StampRev != 0 {
			j.answer(server{s.Node, s.Incarnation, true}, s.StampRev, s.Emitted, s)
		}
	}
	for i := range j.p.Opens {
		if o := &j.p.Opens[i]; stamps && o.Rev != 0 && !o.Relying && o.Answer.tells() {
			j.answer(server{o.Node, o.Incarnation, false}, o.Rev, o.Emitted, o)
		}
	}
}

// differs reports a field of a turn that is not what it must be.
func (j *witness) differs(c clause, x *turn, field string, got, want any) {
	v := x.v
	cites := citing(v)
	if x.prev != nil {
		cites = citing(x.prev, v)
	}
	j.t.add(c, v.At, cites, "revision %d at %s by %s (%s): the record says that %s is %v; by what was seen it is %v", v.Revision, at(v.At), v.By, v.Phase, field, got, want)
}

// turn holds each field of a record to what the write before it, and this one, allow.
func (j *witness) turn(x *turn) {
	if x.prev == nil {
		return
	}
	for _, c := range [...]clause{v0Owner, v0Revisions, v0Floors, v0Numbers, v0Versions, v0Rotation} {
		if c != v0Owner || j.p.Offers.Ownership {
			j.t.judged(c)
		}
	}
	if j.p.Offers.Ownership {
		j.owner(x)
	}
	j.revisions(x)
	j.floors(x)
	j.numbers(x)
	j.versions(x)
	j.spare(x)
	j.material(x)
	j.rotation(x)
}

func (j *witness) owner(x *turn) {
	v, prev := x.v, x.prev
	fence := prev.Fence
	switch {
	case x.way == byAcquisition:
		fence = j.p.replayed.before(x) + 1
		if v.Owner != v.By {
			j.differs(v0Owner, x, "its owner", v.Owner, v.By)
		}
	case v.Owner == "" && prev.Owner != "" || x.way == byAct && prev.Phase == Halted && v.Phase != Halted:
		fence++ // an ownership ends
		if v.Owner != "" {
			j.differs(v0Owner, x, "its owner", v.Owner, "nobody")
		}
	case v.Owner != prev.Owner:
		j.differs(v0Owner, x, "its owner", v.Owner, prev.Owner)
	}
	if v.Fence != fence {
		j.differs(v0Owner, x, "its fence", v.Fence, fence)
	}
}

func (j *witness) revisions(x *turn) {
	v, prev := x.v, x.prev
	target := prev.Target
	if v.Rev != prev.Rev {
		target = v.Rev
		if v.Rev != prev.Rev+1 {
			j.differs(v0Revisions, x, "its rev", v.Rev, prev.Rev+1)
		}
	}
	if v.Target != target {
		j.differs(v0Revisions, x, "its target", v.Target, target)
	}
}

func (j *witness) floors(x *turn) {
	if x.v.SealFloor != x.sealFloor {
		j.differs(v0Floors, x, "its floor for sealing", x.v.SealFloor, x.sealFloor)
	}
	if x.v.Floor != x.floor {
		j.differs(v0Floors, x, "its floor", x.v.Floor, x.floor)
	}
}

func (j *witness) numbers(x *turn) {
	v, prev := x.v, x.prev
	highest, next, active := prev.Highest, prev.Next, prev.Active
	switch {
	case x.spares():
		highest++
	case x.way == byAdmission && prev.Spare != 0:
		next = prev.Spare
	case x.way == byAdmission && v.Next != prev.Next:
		highest++
		next = highest
	case v.Active != prev.Active || x.enters(Committed):
		active, next = prev.Next, 0
	case atRest(v.Phase):
		next = 0
		if v.Next == prev.Next { // given up now, or with the next step
			next = prev.Next
		}
	}
	for _, f := range [...]struct {
		name      string
		got, want uint32
	}{{"the highest number", v.Highest, highest}, {"the next version", v.Next, next}, {"the active version", v.Active, active}} {
		if f.got != f.want {
			j.differs(v0Numbers, x, f.name, f.got, f.want)
		}
	}
	if v.Active > v.Highest || v.Next > v.Highest {
		j.differs(v0Numbers, x, "the highest number", v.Highest, max(v.Active, v.Next))
	}
}

// versions recomputes the state of each version. What its entry calls a transition of a
// version is one; an admission adds the next one, a commit changes two, an abort's end
// one. Versions that nothing can be done with any more may be forgotten.
func (j *witness) versions(x *turn) {
	v, prev := x.v, x.prev
	for i := range v.Versions {
		ver := &v.Versions[i]
		if i > 0 && v.Versions[i-1].N >= ver.N {
			j.differs(v0Versions, x, "the version after "+name(v.Versions[i-1].N), name(ver.N), "a higher one")
		}
		want := Pending
		if was := prev.version(ver.N); was != nil {
			want = j.becomes(x, was)
		} else if (ver.N != v.Next || x.way != byAdmission) && (ver.N != v.Spare || !x.spares()) {
			j.differs(v0Versions, x, name(ver.N), "there", "not there")
		}
		if ver.State != want {
			j.differs(v0Versions, x, name(ver.N), ver.State, want)
		}
	}
	for i := range prev.Versions {
		if was := &prev.Versions[i]; v.version(was.N) == nil && was.State != Destroyed && was.State != Burnt {
			j.differs(v0Versions, x, name(was.N), "gone", was.State)
		}
	}
	if x.way == byAdmission && v.version(v.Next) == nil {
		j.differs(v0Versions, x, name(v.Next), "not there", Pending)
	}
}

// spare recomputes what lies ready: it is the highest number, once allocated, until a commit
// or an abort.
func (j *witness) spare(x *turn) {
	v, prev := x.v, x.prev
	spare, rev := prev.Spare, prev.SpareRev
	switch {
	case x.spares():
		spare = prev.Highest + 1
	case v.Active != prev.Active || x.enters(Committed) || x.enters(Aborting):
		spare, rev = 0, 0
	case v.SpareRev != prev.SpareRev:
		rev = v.Rev
	}
	if v.Spare != spare {
		j.differs(v0Numbers, x, "the version that lies ready", v.Spare, spare)
	}
	if v.SpareRev != rev || rev != 0 && spare == 0 {
		j.differs(v0Numbers, x, "the revision from which on that is opened", v.SpareRev, rev)
	}
	if v.SpareProved && rev == 0 {
		j.differs(v0Numbers, x, "the proof that every stamp opens it", "there", "not there")
	}
}

func name(n uint32) string { return fmt.Sprintf("v%d", n) }

// forward is what an old version becomes, step by step; looked up only.
var forward = map[State]State{Deprecated: Retiring, Retiring: Revoked, Revoked: Destroyed}

// becomes is what a version's state is after a turn.
func (j *witness) becomes(x *turn, was *Version) State {
	switch {
	case x.v.Active != x.prev.Active || x.enters(Committed):
		switch was.N {
		case x.prev.Active:
			return Deprecated
		case x.prev.Next:
			return Active
		}
	case x.enters(Aborted) && was.N == x.prev.Next:
		return Burnt
	}
	if len(x.v.Audit) == 0 { // nothing tells of it: one step forward will do
		if now := x.v.version(was.N); now != nil && now.State == forward[was.State] {
			return now.State
		}
	}
	for i := range x.v.Audit {
		if n, state, is := strings.Cut(x.v.Audit[i].Transition, " "); is && n == name(was.N) {
			return state
		}
	}
	return was.State
}

// material holds what the record says of material to what the key service made.
func (j *witness) material(x *turn) {
	v := x.v
	for i := range v.Versions {
		ver := &v.Versions[i]
		mint := j.mints.get(ver.N)
		if mint == nil || (*mint).Early >= v.At {
			continue
		}
		if i == len(v.Versions)-1 || x.prev.version(ver.N) == nil || *x.prev.version(ver.N) != *ver {
			j.t.judged(v0Material)
		}
		if ver.Print != "" && ver.Print != (*mint).Print {
			j.differs(v0Material, x, "the fingerprint of "+name(ver.N), ver.Print, (*mint).Print)
		}
		if ver.Under != (*mint).Under {
			j.differs(v0Material, x, "the version that "+name(ver.N)+" is issued under", ver.Under, (*mint).Under)
		}
		if ver.Op != "" && ver.Op != (*mint).Op {
			j.differs(v0Material, x, "the operation of "+name(ver.N), ver.Op, (*mint).Op)
		}
	}
}

func (j *witness) rotation(x *turn) {
	v, prev := x.v, x.prev
	if x.way == byAdmission {
		j.admission(x)
		return
	}
	if v.Phase == Halted && prev.Phase != Halted {
		if from := v.From; from != prev.Phase && !(prev.Phase == Draining && from == Published) {
			j.differs(v0Rotation, x, "the phase it was halted in", from, prev.Phase)
		}
	} else if v.Phase == Halted && v.From != prev.From {
		j.differs(v0Rotation, x, "the phase it was halted in", v.From, prev.From)
	}
	if v.Phase != Halted && v.Halt != (Halt{}) {
		j.differs(v0Rotation, x, "what it is halted for", v.Halt, "nothing")
	}
	over := v.Phase == Idle && v.Rotation == ""
	if v.Rotation != prev.Rotation && !over {
		j.differs(v0Rotation, x, "the rotation", v.Rotation, prev.Rotation)
	}
	if v.Window != prev.Window && !(over && v.Window == "") {
		j.differs(v0Rotation, x, "its window", v.Window, prev.Window)
	}
	if v.Attempt != prev.Attempt && !(over && v.Attempt == 0) {
		j.differs(v0Rotation, x, "its attempt", v.Attempt, prev.Attempt)
	}
}

// admission holds a start to the trigger that is its cause, and to what its callers were
// told.
func (j *witness) admission(x *turn) {
	v := x.v
	for i := range j.p.Triggers {
		g := &j.p.Triggers[i]
		if !v.names(byTrigger + g.ID) {
			continue
		}
		if g.Window != v.Window {
			j.differs(v0Rotation, x, "its window", v.Window, g.Window)
		}
		if g.Attempt != v.Attempt {
			j.differs(v0Rotation, x, "its attempt", v.Attempt, g.Attempt)
		}
		if g.Outcome == Admitted && g.Called <= v.At && v.Early <= g.Returned && g.Rotation != v.Rotation {
			j.differs(v0Rotation, x, "the rotation", v.Rotation, g.Rotation)
		}
	}
}
