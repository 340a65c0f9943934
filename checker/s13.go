package checker

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"time"
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
	acts map[string]int64 // revision at which an act was done
	from *View            // that brought the rotation to its phase, or resumed it
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
		if prev == nil || v.Phase != prev.Phase {
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

// cause checks that the entry leads to a trigger, an operator's act or a
// deadline, and to one that can have caused what happened.
func (c *chain) cause(v, prev *View, e *Entry, did step) {
	if e.Cause == "" {
		c.fault(s13Cause, v, "entry %d has no cause", e.Seq)
		return
	}
	if prev == nil {
		return
	}
	resolved, fits := false, false
	if id, ok := strings.CutPrefix(e.Cause, byTrigger); ok {
		resolved, fits = c.trigger(id, v, prev, did)
	} else if id, ok := strings.CutPrefix(e.Cause, byOperator); ok {
		resolved, fits = c.operator(id, v, did)
	} else if name, ok := strings.CutPrefix(e.Cause, byDeadline); ok {
		resolved, fits = name != "", c.mayCause(name, did) || v.Fence > prev.Fence && v.Owner != "" && c.mayCause(name, acquiring)
		if did != aborting || v.Phase == Aborting { // what follows from an abort is in the name of the same deadline
			c.passed(v, prev, e, name)
		}
	}
	switch {
	case !resolved:
		c.fault(s13Cause, v, "the cause of entry %d, %q, leads to no trigger, operator's act or deadline", e.Seq, e.Cause)
	case !fits && v.RecordWritten:
		c.fault(s13Cause, v, "the cause of entry %d, %q, cannot have caused %s", e.Seq, e.Cause, did)
	}
}

// trigger looks for the request: it must have been for the window that the
// rotation is for. What an operator has halted, no trigger sets going again.
func (c *chain) trigger(id string, v, prev *View, s step) (resolved, fits bool) {
	window := v.Window
	if window == "" { // given up with the rotation
		window = prev.Window
	}
	for i := 0; i < len(c.h.Triggers) && !fits; i++ {
		if g := &c.h.Triggers[i]; g.ID == id && g.Called <= v.At {
			resolved = true
			// What was refused to whoever asked starts nothing.
			fits = g.Window == window && window != "" && s != resuming && (s != starting || g.Outcome != Refused)
		}
	}
	return resolved, fits
}

// operator looks for the act, and whether its verb is for this. The rotation
// that an operator aborts goes on, to its end, in the name of that act.
func (c *chain) operator(id string, v *View, s step) (resolved, fits bool) {
	i := slices.IndexFunc(c.h.Acts, func(a Act) bool { return a.ID == id && a.Called <= v.At })
	if i < 0 {
		return false, false
	}
	if c.h.Acts[i].Outcome == Refused {
		return true, false
	}
	if s != aborting || v.Phase == Aborting { // an abort goes on to its end in the name of the act
		c.done(id, v)
	}
	switch c.h.Acts[i].Verb {
	case "abort":
		return true, s == aborting || s == resuming && v.Phase == Aborting
	case "halt":
		return true, s == halting
	case "resume":
		return true, s == resuming
	case "rotate":
		return true, s == starting
	case "revoke", "hold", "release":
		return true, s == tending
	}
	return true, false
}

// done notes that an act was done; it may be once. (One that had no effect on the
// record was not.)
func (c *chain) done(id string, v *View) {
	c.t.judged(s13Once)
	if before, twice := c.acts[id]; twice {
		c.fault(s13Once, v, "act %s was done before, at revision %d", id, before)
	}
	c.acts[id] = v.Revision
}

// passed demands of a deadline that its time is over. The clock of an owner never runs
// ahead of true time; but it may have decided on the write from which it counts long
// before that was sent, and no earlier than the write before it.
func (c *chain) passed(v, prev *View, e *Entry, name string) {
	i := slices.IndexFunc(c.h.Offers.Deadlines, func(d Deadline) bool { return d.Name == name })
	if i < 0 {
		return
	}
	term := c.h.Offers.Deadlines[i].Of
	since := c.from
	if term == LifetimeTerm {
		since = c.cameTo(v, prev)
	}
	if lasts := c.h.Policy.lasts(term); lasts > 0 && since != nil {
		c.t.judged(s13Deadline)
		began := time.Duration(0)
		if before := viewAtRevision(c.h.Views, since.Revision-1); before != nil {
			began = before.Early
		}
		if v.At-began < lasts {
			c.fault(s13Deadline, v, "the cause of entry %d is %q, which had at least %s to go", e.Seq, e.Cause, at(lasts-(v.At-began)))
		}
	}
}

// cameTo is the write that brought the version that v changes to the state that it had.
func (c *chain) cameTo(v, prev *View) *View {
	for i := range v.Versions {
		was := prev.version(v.Versions[i].N)
		if was == nil || was.State == v.Versions[i].State {
			continue
		}
		var since *View
		for k := range c.h.Views {
			w := &c.h.Views[k]
			if w.Revision > prev.Revision {
				break
			}
			if x := w.version(was.N); x != nil && x.State == was.State {
				if since == nil {
					since = w
				}
			} else {
				since = nil
			}
		}
		return since
	}
	return nil
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
	} else if slices.Contains(knownPhases, e.Transition) && did != starting {
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

// A step is what a write did, told by the record before and after it.
type step string

const (
	starting   step = "the start of a rotation"
	advancing  step = "a rotation's going on"
	committing step = "a commit"
	settling   step = "a rotation's end"
	undraining step = "sealing to be given back"
	aborting   step = "an abort"
	halting    step = "a halt"
	resuming   step = "a resume"
	acquiring  step = "a change of owner"
	tending    step = "a change beside the rotation's phase"
)

func (v *View) step(prev *View) step {
	switch {
	case v.starts(prev):
		return starting
	case v.Active != prev.Active:
		return committing
	case prev.Phase == Halted && v.Phase != Halted:
		return resuming
	case v.Phase == Halted && prev.Phase != Halted:
		return halting
	case v.Phase == Committed && prev.Phase != Committed:
		return committing
	case v.Phase == Aborting && prev.Phase != Aborting, v.Phase == Aborted && prev.Phase != Aborted,
		v.Phase == Idle && (prev.Phase == Aborted || prev.Phase == Aborting):
		return aborting
	case prev.Phase == Draining && (v.Phase == Published || v.Phase == Verified):
		return undraining
	case v.Phase == Idle && prev.Phase != Idle:
		return settling
	case v.Phase != prev.Phase:
		return advancing
	case v.Fence > prev.Fence:
		return acquiring
	}
	return tending
}

// What a deadline may cause, as an engine says it.
const (
	mayAcquire = "acquire"
	mayAbort   = "abort"
	mayUndrain = "undrain"
	mayHalt    = "halt"
	mayTend    = "tend"
)

// patient are the steps that may come of time that has passed, by what an engine
// calls them. A rotation is started, goes on and commits because somebody asked for
// it, and is resumed by an operator: that no engine can say of a deadline.
var patient = [...]struct {
	step step
	may  string
}{
	{acquiring, mayAcquire}, {aborting, mayAbort}, {undraining, mayUndrain}, {halting, mayHalt}, {tending, mayTend},
}

// mayCause says that the deadline of this name may cause the step: the engine knows
// it, and says so.
func (c *chain) mayCause(name string, s step) bool {
	for _, p := range patient {
		if p.step != s {
			continue
		}
		return slices.ContainsFunc(c.h.Offers.Deadlines, func(d Deadline) bool {
			return d.Name == name && slices.Contains(d.May, p.may)
		})
	}
	return false
}
