package checker

import (
	"slices"
	"time"
)

// What is known of holds: by what operators asked and were told, not by any flag.

// held looks for an operator who was told that a version is held, and for nobody who may
// have had it released since. Whoever is told so while it is being retired may come after
// that, and still keep it from being revoked; to hold what is revoked is no use.
func (e *ending) held(v *View, n uint32, now State) {
	for i := range e.h.Acts {
		a := &e.h.Acts[i]
		if a.Verb != "hold" || a.Outcome != Admitted || !a.about(n) || v.early() <= a.Called {
			continue
		}
		e.t.judged(s12Held)
		if now == Retiring && v.early() <= a.Returned || e.h.releasedBy(a, v.At) {
			continue
		}
		e.t.add(s12Held, v.At, citing(v), "%s wrote v%d as %s at %s, revision %d; %s had been told at %s that it is held (act %s), and nobody has asked for its release since",
			v.By, n, now, at(v.At), v.Revision, a.Operator, at(a.Returned), a.ID)
	}
}

// about says that an act is about a version: one that names none may be about any.
func (a *Act) about(n uint32) bool { return len(a.Versions) == 0 || slices.Contains(a.Versions, n) }

// releasedBy says that the hold of an act may have been lifted by a time.
func (h *Past) releasedBy(hold *Act, by time.Duration) bool {
	return slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == "release" && !h.turnedDown(&a) && (len(hold.Versions) == 0 || a.about(hold.Versions[0])) && a.Called <= by && (a.Outcome == Unknown || a.Returned >= hold.Called)
	})
}

// mayHold says that somebody may have asked by a time that a version is held.
func (h *Past) mayHold(n uint32, by time.Duration) bool {
	return slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == "hold" && !h.turnedDown(&a) && a.about(n) && a.Called < by
	})
}

// holdsOf are the intervals in which a version may have been held.
func (h *Past) holdsOf(n uint32) (all []interval) {
	for i := range h.Acts {
		a := &h.Acts[i]
		if a.Verb != "hold" || h.turnedDown(a) || !a.about(n) {
			continue
		}
		to := h.End
		for k := range h.Acts {
			if b := &h.Acts[k]; b.Verb == "release" && b.Outcome == Admitted && b.about(n) && b.Called >= a.Returned {
				to = min(to, b.Returned)
			}
		}
		all = append(all, interval{a.Called, to})
	}
	return all
}

// turnedDown says that an act was refused, and not done either: of one that the network delivered
// twice the one may have been, and the other have been answered.
func (h *Past) turnedDown(a *Act) bool {
	return a.Outcome == Refused && !h.doubledRequest(a.Called, a.Returned)
}

// surelyHeld says that the version which an act is to release was held from before it was asked
// for until it was answered.
func (h *Past) surelyHeld(release *Act) bool {
	return len(release.Versions) == 1 && slices.ContainsFunc(h.Acts, func(a Act) bool {
		return a.Verb == "hold" && a.Outcome == Admitted && len(a.Versions) == 1 && a.Versions[0] == release.Versions[0] &&
			a.Returned <= release.Called && !h.releasedBy(&a, release.Returned)
	})
}
