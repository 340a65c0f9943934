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

// What is missing between the steps of a rotation.

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
	if !guarded(w) || len(o.Past.Keys) > 1 {
		return ""
	}
	entered := enteredAt(o.Past.Views[:w.i], w.prev)
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

// standingStamp is a step that a barrier guards, done while a node's stamp was still
// below the target that the barrier is for.
func standingStamp(o *scenarios.Outcome, w *writing) string {
	v, h := w.v, o.Past
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
