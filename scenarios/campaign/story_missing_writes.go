package campaign

import (
	"fmt"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/engine"
	"pawl/scenarios"
)

// What a write lacks, to the store or to the key service.

// unownedWrite is a write for a rotation's going on by a process that did not own the
// key. What anybody may do is left out: to admit, and to act for an operator.
func unownedWrite(_ *scenarios.Outcome, w *writing) string {
	v, prev := w.v, w.prev
	onward := slices.Index(forward, v.Phase) > 0 || v.Phase == checker.Idle || v.Phase == checker.Aborted
	if !w.cited || !v.RecordWritten || !onward || prev.Phase == checker.Halted || v.Fence > prev.Fence || prev.Owner == "" || prev.Owner == v.By || ofOperator(v) {
		return ""
	}
	return fmt.Sprintf("%s did not own the key at revision %d: %s did, with fence %d", v.By, v.Revision, prev.Owner, prev.Fence)
}

// ofOperator says that an operator asked for a write, by what its entry says.
func ofOperator(v *checker.View) bool {
	return slices.ContainsFunc(v.Audit, func(e checker.Entry) bool { return strings.HasPrefix(e.Cause, engine.ByOperator) })
}

// uncomparedWrite is a write that cannot have compared the revision that it replaced:
// it was sent before that was there, or puts back what only goes up.
func uncomparedWrite(_ *scenarios.Outcome, w *writing) string {
	v, prev := w.v, w.prev
	switch {
	case !v.RecordWritten || isLost(v):
		return ""
	case v.Sent < prev.At:
		return fmt.Sprintf("revision %d was not compared with revision %d: it was sent before that was written, and taken all the same", v.Revision, prev.Revision)
	case v.Rev < prev.Rev || v.Fence < prev.Fence || v.Highest < prev.Highest || sameNext(v, prev):
		return fmt.Sprintf("revision %d was not compared with revision %d: it was made from an older record, and taken all the same", v.Revision, prev.Revision)
	}
	return ""
}

// sameNext says that a rotation takes the number that another one has.
func sameNext(v, prev *checker.View) bool {
	return v.Next != 0 && v.Next == prev.Next && v.Rotation != "" && prev.Rotation != "" && v.Rotation != prev.Rotation
}

// noActive is a write that takes the active version away without giving another.
func noActive(o *scenarios.Outcome, w *writing) string {
	if !w.cited || !w.v.RecordWritten || w.v.Active != 0 || w.prev.Active == 0 {
		return ""
	}
	for i := w.i + 1; i < len(o.Past.Views); i++ {
		if v := &o.Past.Views[i]; v.Key == w.v.Key && v.RecordWritten && v.Active != 0 {
			return fmt.Sprintf("revision %d names no version in the place of version %d; version %d became active with revision %d, at %s",
				w.v.Revision, w.prev.Active, v.Active, v.Revision, clock(v.At))
		}
	}
	return fmt.Sprintf("revision %d names no version in the place of version %d, and no later one does", w.v.Revision, w.prev.Active)
}

// loneEntry is an entry that was not in the write that it tells of: either of the two
// may be spoken of.
func loneEntry(o *scenarios.Outcome, w *writing) string {
	change, entry := w.prev, w.v
	if w.v.RecordWritten && w.i+1 < len(o.Past.Views) {
		change, entry = w.v, &o.Past.Views[w.i+1]
	}
	if !w.cited || entry.Key != change.Key || entry.RecordWritten || len(entry.Audit) == 0 || len(change.Audit) > 0 {
		return ""
	}
	return fmt.Sprintf("no entry was in revision %d, which changed the record: it came by itself with revision %d", change.Revision, entry.Revision)
}

// twoOperations is a version that was minted twice, in the name of different
// operations, so that nobody could know the second for a repetition.
func twoOperations(h *checker.Past, end *ending) []string {
	var first *checker.Effect
	for i := range h.Effects {
		e := &h.Effects[i]
		if e.Kind != checker.Mint || !e.Made || !slices.Contains(end.cites, e.Cite()) {
			continue
		}
		if first != nil && first.Version == e.Version && first.Op != e.Op {
			return []string{fmt.Sprintf("the second mint of version %d did not repeat the operation id of the first, by which the key service would have known it", e.Version)}
		}
		first = e
	}
	return nil
}

// belowTarget is a stamp granted below the target, which a grant that compares the
// record cannot be.
func belowTarget(h *checker.Past, end *ending) []string {
	for i := range h.Stamps {
		g := &h.Stamps[i]
		if !slices.Contains(end.cites, g.Cite()) {
			continue
		}
		v := recordAt(h.Views, g.Key, g.Revision)
		if v != nil && g.Rev < v.Target && v.Phase != checker.Published && v.From != checker.Published {
			return []string{fmt.Sprintf("the grant at revision %d was not compared with the record: it is of rev %d, and the target was %d since %s (revision %d)",
				g.Revision, g.Rev, v.Target, clock(v.At), v.Revision)}
		}
	}
	return nil
}

// recordAt is the record of a key as a revision of the store found it.
func recordAt(views []checker.View, key string, revision int64) (found *checker.View) {
	for i := range views {
		if v := &views[i]; v.Key == key && v.RecordWritten && v.Revision < revision {
			found = v
		}
	}
	return found
}
