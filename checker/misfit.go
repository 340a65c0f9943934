package checker

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// Once a search has found that nothing fits, this finds what does not fit: an
// operation is to blame if the others fit an order when nobody is held to what its
// caller was told.

// mostBlamed is how many operations a detail names.
const mostBlamed = 3

// blamed are the operations to blame: those without which, as fits says of their
// number, the others have an order.
func blamed(ops []porcupine.Operation, fits func(without int) bool) (some []porcupine.Operation) {
	for i, op := range ops {
		if len(some) < mostBlamed && fits(i) {
			some = append(some, op)
		}
	}
	return some
}

// blame adds to what was found not to fit the operations that are to blame.
func (l *Linearity) blame(ops []porcupine.Operation, tell func(porcupine.Operation) string) {
	var told []string
	l.At = 0
	for _, op := range ops {
		l.Cites = append(l.Cites, op.Output.(citable).Cite())
		l.At = max(l.At, time.Duration(op.Return))
		told = append(told, tell(op))
	}
	l.Detail += ": " + strings.Join(told, "; ")
}

// explain names the answers that do not fit, or else the revision.
func (a *admission) explain(l *Linearity, opt Options) {
	some := blamed(a.ops, func(i int) bool {
		op := a.ops[i]
		t, is := op.Output.(*Trigger)
		if !is || t.Outcome == Unknown { // nobody was told of it, so it cannot be unsaid
			return false
		}
		var instead []porcupine.Operation
		if a.find(slotOf(t)) >= 0 { // somebody heard that its window was admitted
			op.Input, op.Return = a.admitOp(mayAdmit, slotOf(t)), int64(a.end)
			instead = append(instead, op)
		}
		return search(admissionModel(), slices.Concat(a.ops[:i], instead, a.ops[i+1:]), opt) == Linearizable
	})
	if len(some) > 0 {
		l.blame(some, func(op porcupine.Operation) string {
			told, against := a.against(op.Output.(*Trigger))
			l.Cites = append(l.Cites, citing(against...)...)
			return told
		})
		return
	}
	if v := a.outOfTurn(); v != nil {
		l.At, l.Cites = v.At, citing(v)
		l.Detail += fmt.Sprintf(": revision %d at %s by %s (%s, window %s, attempt %d) does not follow from those before it",
			v.Revision, at(v.At), v.By, v.Phase, v.Window, v.Attempt)
	}
}

// against tells an answer, and what of the record speaks against it.
func (a *admission) against(t *Trigger) (told string, by []citable) {
	told = fmt.Sprintf("trigger %s for window %s, attempt %d, sent to %s at %s, was answered %q at %s",
		t.ID, t.Window, t.Attempt, t.Worker, at(t.Called), t.told(), at(t.Returned))
	if why, by := a.contradiction(t); why != "" {
		return told + ", though " + why, by
	}
	return told, nil
}

// told is an answer in words, with its reason if it has one.
func (t *Trigger) told() string {
	if t.Why != "" {
		return string(t.Outcome) + ": " + t.Why
	}
	return string(t.Outcome)
}

// contradiction is what the record alone has against an answer; empty if it takes
// more than the record to see.
func (a *admission) contradiction(t *Trigger) (why string, by []citable) {
	if t.Outcome == Admitted {
		if a.flightOf(t) < 0 {
			return "no revision of that time starts a rotation for it", nil
		}
		return "", nil
	}
	op, asserts := a.turnedAway(t)
	switch {
	case !asserts || a.someFlight(t, op):
		return "", nil
	case op.kind == busy:
		return a.idle(t)
	}
	return "no revision before had started a rotation of that window", nil
}

// idle tells how the record stood when a trigger was told that it is busy: with nothing
// in flight, or with what had been over before.
func (a *admission) idle(t *Trigger) (why string, by []citable) {
	v := viewAt(a.h.Views, t.Returned)
	if v == nil || !inFlight(v.Phase) {
		return "the record had no rotation in flight", nil
	}
	for k := range a.flights {
		if f := &a.flights[k]; f.start.Rotation == v.Rotation && f.over != nil && f.over.At <= v.At {
			back := a.putBack(f)
			return fmt.Sprintf("rotation %s (window %s), which the record had as %s again since revision %d, was over with revision %d",
				back.Rotation, back.Window, back.Phase, back.Revision, f.over.Revision), []citable{f.over, back}
		}
	}
	return fmt.Sprintf("rotation %s (window %s), which the record had as %s since revision %d, was not in flight", v.Rotation, v.Window, v.Phase, v.Revision), []citable{v}
}

// putBack is the first revision that has a flight going on after it was over; there
// is one.
func (a *admission) putBack(f *flight) *View {
	i := slices.IndexFunc(a.h.Views, func(v View) bool {
		return v.Revision > f.over.Revision && v.Rotation == f.start.Rotation && inFlight(v.Phase)
	})
	return &a.h.Views[i]
}

// explainRegister names a write that goes back, or the reads that do not fit.
func explainRegister(l *Linearity, h *Past, ws []write, ops []porcupine.Operation) {
	for i := 1; i < len(ws); i++ {
		if before, w := ws[i-1], ws[i]; w.version <= before.version {
			l.At, l.Cites = w.at, citing(before.start, w.start)
			l.Detail = fmt.Sprintf("revision %d at %s by %s makes v%d the active one again, after revision %d had made it v%d: no order of the operations on the %s has that",
				w.start.Revision, at(w.at), w.start.By, w.version, before.start.Revision, before.version, l.Object)
			return
		}
	}
	// A run has hundreds of reads, so the certificate is asked, which is quick, and not
	// a search. It passes over a read of which nobody was told.
	rest := *h
	rest.Seals = slices.DeleteFunc(slices.Clone(h.Seals), func(s Seal) bool { return !s.Acked })
	some := blamed(ops, func(i int) bool {
		if i < len(ws) { // the writes come first
			return false
		}
		s := &rest.Seals[i-len(ws)]
		s.Acked = false
		defer func() { s.Acked = true }()
		return registerCertified(&rest, ws)
	})
	if len(some) == 0 {
		return
	}
	l.blame(some, func(op porcupine.Operation) string {
		s := op.Output.(*Seal)
		told := s.told()
		if x := contrary(ops, s); x != nil {
			told += ", and " + x.told()
			l.Cites, l.At = append(l.Cites, x.Cite()), max(l.At, x.Returned)
		}
		return told
	})
}

func (s *Seal) told() string {
	return fmt.Sprintf("%s sealed #%d under v%d for %s %s", s.Node, s.ID, s.Version, s.Client, span(s.Called, s.Returned))
}

// contrary is a read that goes back behind another, or that the other goes back
// behind; nil if there is none.
func contrary(ops []porcupine.Operation, s *Seal) *Seal {
	for _, op := range ops {
		x, is := op.Output.(*Seal)
		if is && (x.Version < s.Version && s.Returned < x.Called || s.Version < x.Version && x.Returned < s.Called) {
			return x
		}
	}
	return nil
}
