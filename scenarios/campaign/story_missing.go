package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// What should have happened and did not is read off the history by the protocol's
// own order and rules, the same for every engine. It is said only where the history
// shows it; most that goes wrong shows in what is there.

// mostMissing is how much is told of it: what comes first explains the rest.
const mostMissing = 2

// An absence is a rule by which something can be seen to be missing.
type absence func(o *scenarios.Outcome, w *writing) string

// absences are all such rules, the most telling first. Each is asked about every
// write that the ending is about.
var absences = []absence{
	skippedPhase, unreadBarrier, unownedWrite, uncomparedWrite, noActive, loneEntry, standingStamp,
}

// A writing is a revision with the one before it that wrote the record.
type writing struct {
	v, prev *checker.View
	i       int  // its place among the views
	cited   bool // the ending speaks of it
}

// missing is what is told of it at most.
func missing(o *scenarios.Outcome, end *ending, about *subject) []string {
	told := twoOperations(o.History, end)
	told = append(told, belowTarget(o.History, end)...)
	all := writings(o.History, end, about)
	for _, rule := range absences {
		for i := range slices.Backward(all) { // the last is the nearest
			if what := rule(o, &all[i]); what != "" {
				told = append(told, what)
				break
			}
		}
	}
	return told[:min(len(told), mostMissing)]
}

// writings are the revisions that an ending is about.
func writings(h *checker.History, end *ending, about *subject) (all []writing) {
	var prev *checker.View
	for i := range h.Views {
		v := &h.Views[i]
		if v.Key != end.key || v.At > end.until() {
			continue
		}
		cited := slices.Contains(end.cites, v.Cite())
		if prev != nil && (cited || v.Rotation != "" && slices.Contains(about.rotations, v.Rotation)) {
			all = append(all, writing{v, prev, i, cited})
		}
		if v.RecordWritten {
			prev = v
		}
	}
	return all
}

// forward are the phases of a rotation in the order in which they follow.
var forward = []checker.Phase{checker.Intent, checker.Staged, checker.Published, checker.Verified, checker.Draining, checker.Committed}

// skippedPhase is a rotation that leaves out a phase on its way forward.
func skippedPhase(_ *scenarios.Outcome, w *writing) string {
	from, to := slices.Index(forward, w.prev.Phase), slices.Index(forward, w.v.Phase)
	if !w.v.RecordWritten || w.v.Rotation != w.prev.Rotation || from < 0 || to <= from+1 {
		return ""
	}
	return fmt.Sprintf("no %s was recorded between %s (revision %d) and %s (revision %d)",
		strings.Join(forward[from+1:to], " and no "), w.prev.Phase, w.prev.Revision, w.v.Phase, w.v.Revision)
}

// guarded are the steps before which the stamps must have been read.
func guarded(w *writing) bool {
	return w.v.RecordWritten && w.v.Rotation == w.prev.Rotation &&
		(w.v.Phase == checker.Verified && w.prev.Phase == checker.Published ||
			w.v.Phase == checker.Committed && w.prev.Phase == checker.Draining)
}

// unreadBarrier is a step that a barrier guards, and that was done without reading
// the stamps, by an engine that reads them at other times. A trace does not tell the
// key.
func unreadBarrier(o *scenarios.Outcome, w *writing) string {
	if !guarded(w) || len(o.History.Keys) > 1 {
		return ""
	}
	entered := enteredAt(o.History.Views[:w.i], w.prev)
	reads := barriers(o.Trace)
	if len(reads) == 0 || slices.ContainsFunc(reads, func(t time.Duration) bool { return entered.At <= t && t <= w.v.At }) {
		return ""
	}
	return fmt.Sprintf("no barrier was read between %s (revision %d) and %s (revision %d)",
		entered.Phase, entered.Revision, w.v.Phase, w.v.Revision)
}

// enteredAt is the first of the views that led to prev in its phase.
func enteredAt(views []checker.View, prev *checker.View) *checker.View {
	for i := range slices.Backward(views) {
		v := &views[i]
		switch {
		case v.Key != prev.Key || !v.RecordWritten:
		case v.Phase != prev.Phase || v.Rotation != prev.Rotation:
			return prev
		default:
			prev = v
		}
	}
	return prev
}

// barriers are the times at which stamps were read for a barrier.
func barriers(trace []sim.Event) (all []time.Duration) {
	for i := range trace {
		if e := &trace[i]; e.What == deploy.Replied && deploy.ReadReply(e).Step.Reads {
			all = append(all, e.At)
		}
	}
	return all
}

// unownedWrite is a write for a rotation's going on by a process that did not own the
// key. What anybody may do, to admit and to act for an operator, ends or begins no
// phase that the owner is in, or raises the fence.
func unownedWrite(_ *scenarios.Outcome, w *writing) string {
	v, prev := w.v, w.prev
	onward := slices.Index(forward, v.Phase) > 0 || v.Phase == checker.Idle || v.Phase == checker.Aborted
	if !w.cited || !v.RecordWritten || !onward || prev.Phase == checker.Halted || v.Fence > prev.Fence || prev.Owner == "" || prev.Owner == v.By {
		return ""
	}
	return fmt.Sprintf("%s did not own the key at revision %d: %s did, with fence %d", v.By, v.Revision, prev.Owner, prev.Fence)
}

// uncomparedWrite is a write that cannot have compared the revision that it replaced:
// it was sent before that was there, or puts back what only goes up.
func uncomparedWrite(_ *scenarios.Outcome, w *writing) string {
	v, prev := w.v, w.prev
	switch {
	case !v.RecordWritten:
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
	for i := w.i + 1; i < len(o.History.Views); i++ {
		if v := &o.History.Views[i]; v.Key == w.v.Key && v.RecordWritten && v.Active != 0 {
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
	if w.v.RecordWritten && w.i+1 < len(o.History.Views) {
		change, entry = w.v, &o.History.Views[w.i+1]
	}
	if !w.cited || entry.Key != change.Key || entry.RecordWritten || len(entry.Audit) == 0 || len(change.Audit) > 0 {
		return ""
	}
	return fmt.Sprintf("no entry was in revision %d, which changed the record: it came by itself with revision %d", change.Revision, entry.Revision)
}

// standingStamp is a step that a barrier guards, done while a node's stamp was still
// below the target that the barrier is for.
func standingStamp(o *scenarios.Outcome, w *writing) string {
	v, h := w.v, o.History
	onward := v.RecordWritten && v.Rotation == w.prev.Rotation && v.Phase != w.prev.Phase
	if !h.Offers.Stamps || !onward || v.Phase != checker.Verified && v.Phase != checker.Committed {
		return ""
	}
	for i := range h.Stamps {
		g := &h.Stamps[i]
		stands := g.Key == v.Key && g.At <= v.At && v.At < g.Until && g.Rev < w.prev.Target
		if stands && (g.Sealing || v.Phase == checker.Verified) {
			return fmt.Sprintf("%s was not waited for: its stamp of rev %d, below the target %d, stood when %s was recorded (revision %d)",
				g.Node, g.Rev, w.prev.Target, v.Phase, v.Revision)
		}
	}
	return ""
}

// twoOperations is a version that was minted twice, in the name of different
// operations, so that nobody could know the second for a repetition.
func twoOperations(h *checker.History, end *ending) []string {
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
func belowTarget(h *checker.History, end *ending) []string {
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
