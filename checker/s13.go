package checker

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
)

// S13: the audit is the record's other half. One entry in each write, chained,
// with a cause that leads to somebody. The first view is how the key was set up:
// it needs no entry, and its cause need not lead anywhere.
func judgeS13(h *History) Verdict {
	if !h.Described {
		return skip(undescribed)
	}
	if !slices.ContainsFunc(h.Views[min(1, len(h.Views)):], func(v View) bool { return v.RecordWritten }) {
		return skip("the record was never changed")
	}
	c := chain{t: judging(h), h: h, ops: make(map[string]int64, len(h.Views))}
	var prev *View
	for i := range h.Views {
		c.view(&h.Views[i], prev)
		prev = &h.Views[i]
	}
	return c.t.v
}

type chain struct {
	t    *tally
	h    *History
	last *Entry
	ops  map[string]int64 // revision at which an operation id was used
}

func (c *chain) view(v, prev *View) {
	switch n := len(v.Audit); {
	case v.RecordWritten && n != 1 && (prev != nil || n != 0):
		c.fault(v, "the record was changed with %d audit entries", n)
	case !v.RecordWritten && n > 0:
		c.fault(v, "%q was entered apart from the change that it tells of", v.Audit[0].Transition)
	}
	for i := range v.Audit {
		e := &v.Audit[i]
		c.link(v, e)
		c.named(v, prev, e)
		c.cause(v, prev, e)
		if v.RecordWritten && (e.Phase != v.Phase || e.Active != v.Active || e.Next != v.Next) {
			c.fault(v, "entry %d says %s, active v%d, next v%d; the record says %s, v%d, v%d",
				e.Seq, e.Phase, e.Active, e.Next, v.Phase, v.Active, v.Next)
		}
		c.last = e
	}
}

func (c *chain) fault(v *View, format string, args ...any) {
	args = append([]any{v.Revision, at(v.At), v.By, v.Phase}, args...)
	c.t.add(v.At, "revision %d at %s by %s (%s): "+format, args...)
}

// link checks the entry's place in the chain.
func (c *chain) link(v *View, e *Entry) {
	want := uint64(1)
	if c.last != nil {
		want = c.last.Seq + 1
		if !bytes.Equal(e.Prev, c.last.Hash) {
			c.fault(v, "entry %d comes after entry %d and names another hash as the previous one", e.Seq, c.last.Seq)
		}
	}
	if e.Seq != want {
		c.fault(v, "entry %d stands where entry %d should", e.Seq, want)
	}
	var room [512]byte // on the stack, unless an entry is very long
	sum := sha256.Sum256(append(append(room[:0], e.Prev...), e.Body...))
	if !bytes.Equal(sum[:], e.Hash) {
		c.fault(v, "the hash of entry %d is not that of its content", e.Seq)
	}
}

// named checks that the entry says who did what. An admission and an operator's
// act need no owner's fence.
func (c *chain) named(v, prev *View, e *Entry) {
	fenceless := prev == nil || v.starts(prev) || strings.HasPrefix(e.Cause, byOperator)
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
			c.fault(v, "entry %d has no %s", e.Seq, field.name)
		}
	}
	if before, used := c.ops[e.Op]; used && e.Op != "" {
		c.fault(v, "operation %s was entered before, at revision %d", e.Op, before)
	}
	c.ops[e.Op] = v.Revision
}

// cause checks that the entry leads to a trigger, an operator's act or a
// deadline; the one that admitted a rotation, to a trigger for its window.
func (c *chain) cause(v, prev *View, e *Entry) {
	if e.Cause == "" {
		c.fault(v, "entry %d has no cause", e.Seq)
		return
	}
	if prev == nil {
		return
	}
	resolved := false
	if id, ok := strings.CutPrefix(e.Cause, byTrigger); ok {
		starts := v.starts(prev)
		resolved = slices.ContainsFunc(c.h.Triggers, func(g Trigger) bool {
			return g.ID == id && g.Called <= v.At && (!starts || g.Window == v.Window)
		})
	} else if id, ok := strings.CutPrefix(e.Cause, byOperator); ok {
		resolved = slices.ContainsFunc(c.h.Acts, func(a Act) bool { return a.ID == id && a.Called <= v.At })
	} else if name, ok := strings.CutPrefix(e.Cause, byDeadline); ok {
		resolved = name != ""
	}
	if !resolved {
		c.fault(v, "the cause of entry %d, %q, leads to no trigger, operator's act or deadline", e.Seq, e.Cause)
	}
}
