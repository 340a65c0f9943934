package checker

import (
	"bytes"
	"time"
)

// entries holds each audit entry to its own bytes, and the record to its last entry.
func (j *witness) entries() {
	for i := range j.p.Views {
		v := &j.p.Views[i]
		for k := range v.Audit {
			e := &v.Audit[k]
			if j.p.Offers.Body == PrefixedFields && k < len(v.Stored) {
				j.t.judged(v0Bodies)
				j.body(v, e, v.Stored[k])
			}
			if v.RecordWritten && j.p.Offers.Chain != "" && k == len(v.Audit)-1 {
				j.t.judged(v0Chain)
				j.head(v, e)
			}
		}
	}
}

func (j *witness) entry(c clause, v *View, e *Entry, format string, args ...any) {
	args = append([]any{v.Revision, at(v.At), v.By, e.Seq}, args...)
	j.t.add(c, v.At, citing(v), "revision %d at %s by %s: entry %d "+format, args...)
}

func (j *witness) body(v *View, e *Entry, stored []byte) {
	for _, part := range [...]struct {
		name string
		told []byte
	}{{"a body", e.Body}, {"a link to the entry before it", e.Prev}, {"a hash", e.Hash}} {
		switch {
		case len(part.told) == 0:
			j.entry(v0Bodies, v, e, "is told without %s", part.name)
			return
		case !bytes.Contains(stored, part.told):
			j.entry(v0Bodies, v, e, "is told with %s that is not in the store", part.name)
			return
		}
	}
	b, err := readBody(e.Body)
	if err != nil {
		j.entry(v0Bodies, v, e, "has a body that cannot be read: %v", err)
		return
	}
	said := body{e.Seq, e.Fence, e.Transition, e.Owner, e.Op, e.Cause, b.Note, e.Phase, e.Active, e.Next}
	if said != b {
		j.entry(v0Bodies, v, e, "is told as %+v; its body says %+v", said, b)
	}
}

// head holds the record to the entry that was written with it.
func (j *witness) head(v *View, e *Entry) {
	switch {
	case v.ChainLength != e.Seq:
		j.entry(v0Chain, v, e, "is the last, and the record says that there are %d", v.ChainLength)
	case !bytes.Equal(v.ChainHead, e.Hash):
		j.entry(v0Chain, v, e, "has another hash than the record says that the last one has")
	case v.Op != e.Op:
		j.entry(v0Chain, v, e, "is of operation %s; the record says %s", e.Op, v.Op)
	case v.Phase != e.Phase || v.Active != e.Active || v.Next != e.Next || v.Fence != e.Fence:
		j.entry(v0Chain, v, e, "says %s, active v%d, next v%d, fence %d; the record says %s, v%d, v%d, %d",
			e.Phase, e.Active, e.Next, e.Fence, v.Phase, v.Active, v.Next, v.Fence)
	}
}

// pages holds what the pager was told of each halt to what the record says of it.
func (j *witness) pages() {
	for i := range j.p.replayed.turns {
		x := &j.p.replayed.turns[i]
		if x.v.Phase != Halted {
			continue
		}
		until := time.Duration(forever)
		if i+1 < len(j.p.replayed.turns) {
			until = j.p.replayed.turns[i+1].v.Early
		}
		for k := range j.p.Pages {
			pg := &j.p.Pages[k]
			if pg.Notice || pg.At < x.v.At || pg.At >= until || pg.Sent < x.v.At {
				continue
			}
			j.t.judged(v0Halt)
			if pg.Halt != x.v.Halt {
				j.t.add(v0Halt, pg.At, citing(x.v), "revision %d at %s by %s halted rotation %s and says %+v; the pager was told at %s: %+v",
					x.v.Revision, at(x.v.At), x.v.By, x.v.Rotation, x.v.Halt, at(pg.At), pg.Halt)
			}
		}
	}
}
