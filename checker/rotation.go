package checker

import (
	"slices"
	"strings"
)

// inFlight says that a rotation in this phase keeps another from starting.
func inFlight(p Phase) bool {
	switch p {
	case Intent, Staged, Published, Verified, Draining, Aborting, Halted:
		return true
	}
	return false
}

// effective is the phase by whose rules stamps are granted: a halted rotation
// keeps those of the phase it was in.
func (v *View) effective() Phase {
	if v.Phase == Halted && v.From != "" {
		return v.From
	}
	return v.Phase
}

// caused says that an entry of this revision names a cause of this kind, such as
// "operator:".
func (v *View) caused(kind string) bool {
	for i := range v.Audit {
		if strings.HasPrefix(v.Audit[i].Cause, kind) {
			return true
		}
	}
	return false
}

// names says that an entry of this revision names just this cause.
func (v *View) names(cause string) bool {
	return slices.ContainsFunc(v.Audit, func(e Entry) bool { return e.Cause == cause })
}

const (
	byTrigger  = "trigger:"
	byOperator = "operator:"
	byDeadline = "deadline:"
)

// atRest says that a key in this phase has no rotation in flight.
func atRest(p Phase) bool { return p == Idle || p == Committed || p == Aborted }

// starts says that v, which follows prev, starts a rotation. Leaving rest does,
// whatever phase is entered, but for a rotation that is aborted after it had come to
// rest, and for a halt. INTENT is entered from elsewhere only by an admission or by a
// resume; a second admission of the same rotation on top of the first shows only in the
// audit.
func (v *View) starts(prev *View) bool {
	if v.Rotation == "" || !v.RecordWritten || v.Phase == Halted || !inFlight(v.Phase) {
		return false
	}
	if prev == nil {
		return v.Phase == Intent
	}
	if atRest(prev.Phase) {
		return v.Phase != Aborting || v.Rotation != prev.Rotation
	}
	if v.Phase != Intent {
		return false
	}
	if prev.Rotation != v.Rotation || prev.Phase != Intent && prev.Phase != Halted {
		return true
	}
	for i := range v.Audit {
		e := &v.Audit[i]
		if e.Transition == string(Intent) && strings.HasPrefix(e.Cause, byTrigger) {
			return true
		}
	}
	return false
}

// A start is a view that starts a rotation.
type start struct {
	view *View
	i    int // its place in Views
}

func starts(views []View) []start {
	var ss []start
	var prev *View
	for i := range views {
		if views[i].starts(prev) {
			ss = append(ss, start{&views[i], i})
		}
		prev = &views[i]
	}
	return ss
}

// fateOf follows the rotation that starts at position i: the views that are
// its own, up to the one that finishes it or hands the record to another.
func fateOf(views []View, i int) []View {
	id := views[i].Rotation
	for j := i; j < len(views); j++ {
		v := &views[j]
		if v.Rotation != id && v.Rotation != "" {
			return views[i:j]
		}
		if v.Phase == Idle {
			return views[i : j+1]
		}
	}
	return views[i:]
}
