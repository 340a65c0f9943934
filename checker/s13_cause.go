package checker

import (
	"slices"
	"strings"
	"time"
)

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
		if resolved, fits = c.trigger(id, v, prev, did); !c.h.sees(Requests) {
			resolved, fits = id != "", did != resuming
		}
	} else if id, ok := strings.CutPrefix(e.Cause, byOperator); ok {
		if resolved, fits = c.operator(id, v, prev, did); !c.h.sees(Requests) {
			resolved, fits = id != "", true
		}
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
func (c *chain) operator(id string, v, prev *View, s step) (resolved, fits bool) {
	i := slices.IndexFunc(c.h.Acts, func(a Act) bool { return a.ID == id && a.Called <= v.At })
	if i < 0 {
		return false, false
	}
	if c.h.Acts[i].Outcome == Refused {
		return true, false
	}
	if c.h.Acts[i].Verb == "rotate" && s != starting { // a rotation goes on to its end in the name of the act that started it
		started := slices.ContainsFunc(starts(c.h.Views), func(s start) bool {
			return s.view.names(byOperator+id) && (s.view.Rotation == v.Rotation || s.view.Rotation == prev.Rotation)
		})
		return true, s != resuming && started
	}
	if s != aborting || v.Phase == Aborting { // as does an abort
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
	if term == AttemptsTerm && !c.h.sees(Ports) || term == KeyLifeTerm && !c.h.sees(KeyService) || term == OwnerTerm && !c.h.sees(Leases) {
		return
	}
	if term == OwnerTerm {
		c.takenFrom(v, prev, e)
		return
	}
	if term == AttemptsTerm {
		c.spent(v, prev, e)
		return
	}
	if term == KeyLifeTerm {
		c.t.judged(s13Deadline)
		if !c.h.tooShort(prev.Next, v.At) {
			c.fault(s13Deadline, v, "the cause of entry %d is %q, and v%d had enough left to be activated: it ends at %s", e.Seq, e.Cause, prev.Next, at(c.h.lastsUntil(prev.Next)))
		}
		return
	}
	since, lasts, n := c.from, c.h.of(v.By).lasts(term), uint32(0)
	if term == LifetimeTerm {
		since, n = c.cameTo(v, prev)
		lasts = c.h.lifetime(n)
	}
	if lasts > 0 && since != nil {
		c.t.judged(s13Deadline)
		began := time.Duration(0)
		if before := viewAtRevision(c.h.Views, since.Revision-1); before != nil {
			began = before.Early
		} else if n != 0 {
			began = c.h.given(n, since.state(n))
		}
		if v.At-began < lasts {
			c.fault(s13Deadline, v, "the cause of entry %d is %q, which had at least %s to go", e.Seq, e.Cause, at(lasts-(v.At-began)))
		}
	}
}

// given is since when, at the earliest, a version had been in a state when the history began.
func (h *History) given(n uint32, s State) time.Duration {
	for _, g := range h.Given {
		if g.Version == n && g.State == s {
			return g.Early
		}
	}
	return 0
}

// spent demands of who writes in the name of policy's attempts that it has made as many since
// the record was written before, or was told that none will help. That it lost the key in
// between, and acquired it again, takes nothing from them.
func (c *chain) spent(v, prev *View, e *Entry) {
	c.t.judged(s13Deadline)
	for before := viewAtRevision(c.h.Views, prev.Revision-1); before != nil && prev.step(before) == acquiring; {
		prev, before = before, viewAtRevision(c.h.Views, before.Revision-1)
	}
	made := 0
	for i := range c.h.Asks {
		a := &c.h.Asks[i]
		if a.By != v.By || a.Sent < prev.early() || a.Sent > v.At || a.Verb != "mint" && a.Verb != "destroy" {
			continue
		}
		if made++; a.Reply == Rejected {
			return
		}
	}
	if most := c.h.of(v.By).Attempts; made < most {
		c.fault(s13Deadline, v, "the cause of entry %d is %q; since revision %d %s has made %s, of policy's %d, and none was rejected", e.Seq, e.Cause, prev.Revision, v.By, many(made, "attempt"), most)
	}
}

// cameTo is the write that brought the version that v changes to the state that it had, and
// which version that is.
func (c *chain) cameTo(v, prev *View) (*View, uint32) {
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
		return since, was.N
	}
	return nil, 0
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
