package checker

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
)

var s13 = Invariant{"S13",
	"Every transition has exactly one owner, fence, operation and cause, and the cause resolves to a known trigger, operator act or deadline; the audit order is the store's order; the chain verifies; replaying the log gives the state.",
	[]Clause{
		{"entry", "Each write of the record has one entry."},
		{"chain", "Entries follow one another, each with the hash of the one before."},
		{"named", "The entry says who did what, as the write does."},
		{"cause", "The cause leads to a trigger, an act or a deadline that can have caused it."},
		{"state", "The entry says what the record says."},
		{"transition", "What an entry calls its transition is what changed."},
		{"deadline", "A deadline that is given as a cause has passed."},
		{"once", "An operator's act is done once."},
		{"by hand", "Nobody of the engine goes on from a record that was changed by hand; a halt may be written over it."},
	}, judgeS13}

const (
	s13Entry clause = iota
	s13Chain
	s13Named
	s13Cause
	s13State
	s13Transition
	s13Deadline
	s13Once
	s13ByHand
)

// S13: the audit is the record's other half. One entry in each write, chained,
// with a cause that leads to somebody. The first view is how the key was set up:
// it needs no entry, and its cause need not lead anywhere.
func judgeS13(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	if !h.Offers.Audit {
		t.skip(noAudit)
		return
	}
	if !slices.ContainsFunc(h.Views[min(1, len(h.Views)):], func(v View) bool { return v.RecordWritten || v.AuditLost > 0 }) {
		t.skip("the record was never changed")
		return
	}
	goesOnByHand(t, h)
	c := chain{t: t, h: h, ops: make(map[string]int64, len(h.Views)), acts: map[string]int64{}}
	var prev *View
	for i := range h.Views {
		c.view(&h.Views[i], prev)
		prev = &h.Views[i]
	}
}

type chain struct {
	t    *tally
	h    *Past
	prev *View // before the one that is looked at; nil at the first
	last *Entry
	ops  map[string]int64 // revision at which an operation id was used
	acts map[string]int64 // revision at which an act was done; looked up only
	from *View            // that brought the rotation to its phase, or resumed it, or let another pool in
}

func (c *chain) view(v, prev *View) {
	c.prev = prev
	if v.AuditLost > 0 {
		c.fault(s13Chain, v, "the chain has lost %d of the entries that had been written, deleted or made unreadable", v.AuditLost)
	}
	if v.RecordWritten && prev != nil {
		c.t.judged(s13Entry)
	}
	switch n := len(v.Audit); {
	case v.RecordWritten && n != 1 && (prev != nil || n != 0):
		c.fault(s13Entry, v, "the record was changed with %d audit entries", n)
	case !v.RecordWritten && n > 0:
		c.fault(s13Entry, v, "%q was entered apart from the change that it tells of", v.Audit[0].Transition)
	}
	did := starting // setting the key up is like it
	if prev != nil {
		did = v.step(prev)
	}
	defer func() {
		if prev == nil || v.Phase != prev.Phase || !slices.Equal(v.Reached, prev.Reached) {
			c.from = v
		}
	}()
	for i := range v.Audit {
		e := &v.Audit[i]
		for _, of := range [...]clause{s13Chain, s13Named, s13Cause, s13State} {
			c.t.judged(of)
		}
		c.link(v, e)
		c.named(v, prev, e, did)
		c.cause(v, prev, e, did)
		c.transition(v, prev, e, did)
		if v.RecordWritten && (e.Phase != v.Phase || e.Active != v.Active || e.Next != v.Next) {
			c.fault(s13State, v, "entry %d says %s, active v%d, next v%d; the record says %s, v%d, v%d",
				e.Seq, e.Phase, e.Active, e.Next, v.Phase, v.Active, v.Next)
		}
		c.last = e
	}
}

func (c *chain) fault(of clause, v *View, format string, args ...any) {
	args = append([]any{v.Revision, at(v.At), v.By, v.Phase}, args...)
	cites := citing(v)
	if c.prev != nil {
		cites = citing(c.prev, v)
	}
	c.t.add(of, v.At, cites, "revision %d at %s by %s (%s): "+format, args...)
}

// link checks the entry's place in the chain.
func (c *chain) link(v *View, e *Entry) {
	want := uint64(1)
	if c.last == nil && !c.h.sees(Beginnings) {
		want = e.Seq
	}
	if c.last != nil {
		want = c.last.Seq + 1
		if !bytes.Equal(e.Prev, c.last.Hash) {
			c.fault(s13Chain, v, "entry %d comes after entry %d and names another hash as the previous one", e.Seq, c.last.Seq)
		}
	}
	if e.Seq != want {
		c.fault(s13Chain, v, "entry %d stands where entry %d should", e.Seq, want)
	}
	if c.h.Offers.Chain != SHA256PrevBody {
		return
	}
	var room [512]byte // on the stack, unless an entry is very long
	sum := sha256.Sum256(append(append(room[:0], e.Prev...), e.Body...))
	if !bytes.Equal(sum[:], e.Hash) {
		c.fault(s13Chain, v, "the hash of entry %d is not that of its content", e.Seq)
	}
}

// named checks that the entry says who did what, and that the write it came with
// says the same. An admission and an operator's act need no owner's fence.
func (c *chain) named(v, prev *View, e *Entry, did step) {
	fenceless := did == starting || strings.HasPrefix(e.Cause, byOperator)
	for _, field := range [...]struct {
		name    string
		missing bool
	}{
		{"owner", e.Owner == ""},
		{"fence", e.Fence == 0 && !fenceless},
		{"operation", e.Op == ""},
		{"transition", e.Transition == ""},
	} {
		if field.missing {
			c.fault(s13Named, v, "entry %d has no %s", e.Seq, field.name)
		}
	}
	if before, used := c.ops[e.Op]; used && e.Op != "" {
		c.fault(s13Named, v, "operation %s was entered before, at revision %d", e.Op, before)
	}
	c.ops[e.Op] = v.Revision
	if prev == nil || !v.RecordWritten {
		return
	}
	if e.Owner != v.By && e.Owner != "" {
		c.fault(s13Named, v, "entry %d says that %s acted", e.Seq, e.Owner)
	}
	if e.Fence != v.Fence {
		c.fault(s13Named, v, "entry %d is of fence %d; the record has fence %d", e.Seq, e.Fence, v.Fence)
	}
	if e.Op != v.Op && e.Op != "" {
		c.fault(s13Named, v, "entry %d is of operation %s; the record was written by operation %s", e.Seq, e.Op, v.Op)
	}
}

// transition holds the word for what happened to what did: a phase's name to a change
// to that phase, a version's to a change of its state. For what is neither, such as a
// change of owner, an engine has words of its own.
func (c *chain) transition(v, prev *View, e *Entry, did step) {
	if prev == nil || !v.RecordWritten {
		return
	}
	c.t.judged(s13Transition)
	moved := v.Phase != prev.Phase
	if n, state, is := strings.Cut(e.Transition, " "); is {
		i := slices.IndexFunc(v.Versions, func(ver Version) bool { return name(ver.N) == n })
		if i < 0 || v.Versions[i].State != state {
			c.fault(s13Transition, v, "entry %d is about %s, and the record does not have it so", e.Seq, e.Transition)
		}
	} else if slices.Contains(Phases, e.Transition) && did != starting {
		if !moved || v.Phase != e.Transition {
			c.fault(s13Transition, v, "entry %d is about %s; the record went from %s to %s", e.Seq, e.Transition, prev.Phase, v.Phase)
		}
	} else if moved && did != undraining && did != resuming && !(v.Fence > prev.Fence && v.Owner != "") {
		if e.Transition != v.Phase {
			c.fault(s13Transition, v, "entry %d is about %q; the record went from %s to %s", e.Seq, e.Transition, prev.Phase, v.Phase)
		}
	}
	if changed := c.otherVersions(v, prev, e, did); changed != 0 {
		c.fault(s13Transition, v, "entry %d is about %s, and v%d has changed", e.Seq, e.Transition, changed)
	}
}

// otherVersions is a version whose state changed though the entry is not about it; 0 if
// there is none. Starts, commits and aborts change some.
func (c *chain) otherVersions(v, prev *View, e *Entry, did step) uint32 {
	if did == starting || did == committing || did == aborting || did == settling {
		return 0
	}
	for i := range v.Versions {
		ver := &v.Versions[i]
		was := prev.version(ver.N)
		if (was == nil || was.State != ver.State) && e.Transition != name(ver.N)+" "+ver.State {
			return ver.N
		}
	}
	return 0
}
