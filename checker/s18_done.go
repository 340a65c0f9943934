package checker

import (
	"cmp"
	"slices"
)

// admittedInVain holds an act that was admitted to the record, as it stood from the call to
// the answer: whoever is told that it is done acts on that. A resume is L1's; what only asks,
// or stands beside the record, shows in what comes of it.
func admittedInVain(t *tally, h *Past, a *Act) {
	if a.Outcome != Admitted || a.malformed() != "" {
		return
	}
	done := h.whatIsDone(a)
	if done == nil || len(h.Views) == 0 || h.Views[0].At > a.Returned {
		return
	}
	t.judged(s18Done)
	for i := range h.Views {
		v := &h.Views[i]
		if v.early() > a.Returned {
			break
		}
		stood := i+1 == len(h.Views) || h.Views[i+1].At >= a.Called // at some moment of the call
		if stood && done(v) || a.Verb == "abort" && a.Rotation != "" && done(v) {
			return
		}
	}
	t.add(s18Done, a.Returned, h.citeAt(a.Returned), "%s told %s at %s that act %s (%s), asked for at %s, was admitted; the record does not show by then that it was done",
		a.Worker, cmp.Or(a.Operator, "an operator"), at(a.Returned), a.ID, a.Verb, at(a.Called))
}

// whatIsDone says of a view whether an act is done; nil: no view could tell.
func (h *Past) whatIsDone(a *Act) func(*View) bool {
	switch a.Verb {
	case "abort":
		return func(v *View) bool {
			return (v.effective() == Aborting || v.Phase == Aborted) && (a.Rotation == "" || a.Rotation == v.Rotation)
		}
	case "halt":
		return func(v *View) bool { return v.Phase == Halted }
	case "approve":
		of := slices.IndexFunc(h.Acts, func(x Act) bool { return x.ID == a.Of && x.Verb != "approve" })
		if of >= 0 {
			return h.whatIsApproved(&h.Acts[of])
		}
	}
	return nil
}

// admittedAtAll holds an act that was admitted, and that stands beside the record, to what the
// record allowed from the call to the answer.
func admittedAtAll(t *tally, h *Past, a *Act) {
	if a.Outcome != Admitted || a.malformed() != "" || len(h.Views) == 0 || h.Views[0].At > a.Called {
		return
	}
	could := a.couldBe()
	if could == nil {
		return
	}
	t.judged(s18Possible)
	for i := range h.Views {
		v := &h.Views[i]
		if v.early() > a.Returned {
			break
		}
		if stood := i+1 == len(h.Views) || h.Views[i+1].At >= a.Called; stood && could(v) {
			return
		}
	}
	t.add(s18Possible, a.Returned, h.citeAt(a.Returned), "%s told %s at %s that act %s (%s%s), asked for at %s, was admitted; at no moment of the call was the record such that it could be",
		a.Worker, cmp.Or(a.Operator, "an operator"), at(a.Returned), a.ID, a.Verb, a.ofVersion(), at(a.Called))
}

// couldBe says of a view whether it allows an act that stands beside the record; nil: the act is
// none of those.
func (a *Act) couldBe() func(*View) bool {
	in := func(states ...State) func(*View) bool {
		return func(v *View) bool { return slices.Contains(states, v.state(a.Versions[0])) }
	}
	switch {
	case a.Verb == "rotate":
		return func(v *View) bool { return v.Phase == Idle }
	case len(a.Versions) != 1:
	case a.Verb == "hold":
		return in(Active, Deprecated, Retiring)
	case a.Verb == "revoke":
		return in(Deprecated)
	}
	return nil
}

// ofVersion is the version that an act names, for people.
func (a *Act) ofVersion() string {
	if len(a.Versions) != 1 {
		return ""
	}
	return " of " + name(a.Versions[0])
}

func (h *Past) whatIsApproved(asked *Act) func(*View) bool {
	switch {
	case asked.Verb == "revoke" && len(asked.Versions) == 1:
		return func(v *View) bool {
			return !slices.Contains([]State{Pending, Active, Deprecated}, v.state(asked.Versions[0]))
		}
	case asked.Verb == "rotate":
		return func(v *View) bool { return inFlight(v.Phase) && (len(v.Audit) == 0 || v.names(byOperator+asked.ID)) }
	}
	return nil
}
