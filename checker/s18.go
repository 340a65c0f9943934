package checker

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
)

var s18 = Invariant{"S18",
	"No change without an authorised caller as its cause; an emergency has two distinct approvers; every refusal is recorded.",
	[]Clause{
		{"starts", "Each rotation that a trigger starts was asked for by a caller whom policy names."},
		{"answers", "No caller whom policy does not name, and no operator, is told that its request was admitted."},
		{"acts", "Each write in an operator's name is of an act that an operator whom policy names had asked for, that was not refused, and that was meant for the rotation there."},
		{"approved", "What an emergency does, to rotate without a window or to revoke a version, another operator has approved by then; no operator approves their own."},
		{"noted", "What a caller is told was refused has been noted by then, with its reason, unless the store could not be reached."},
		{"refused", "An operator is refused only what could not be done at some moment of the call, and a caller only what could not be started."},
		{"attempts", "A window is tried more often than policy says only for an operator."},
		{"done", "What an operator is told was admitted has been done by then, if the record shows it."},
		{"possible", "What an operator is told was admitted, and no view shows, could be done at some moment of the call: a hold of a version that is not revoked yet, an emergency that the record allows."},
		{"malformed", "What no request can be is refused: a window without a name of 1 to 64 letters, digits, dots, dashes and underscores, no attempt, a text of over 512 bytes, an act that there is not."},
	}, judgeS18}

const (
	s18Starts clause = iota
	s18Answers
	s18Acts
	s18Approved
	s18Noted
	s18Refused
	s18Attempts
	s18Done
	s18Possible
	s18Malformed
)

// S18: who asked had the right to. Who that is the deployment knows: a caller is named by
// whom it comes from, not by what the engine makes of it.
func judgeS18(t *tally, h *Past) {
	t.skip("nobody asked for anything")
	may := func(caller string) bool { return slices.Contains(h.Policy.Callers, caller) }
	malformed(t, h)
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if may(g.Caller) {
			continue
		}
		t.judged(s18Answers)
		if g.Outcome == Admitted {
			t.add(s18Answers, g.Called, citing(g), "%s admitted trigger %s of %q, sent at %s; policy names %s",
				g.Worker, g.ID, g.Caller, at(g.Called), strings.Join(h.Policy.Callers, ", "))
		}
	}
	for i := range h.Acts {
		answeredByRight(t, h, &h.Acts[i])
	}
	if h.Offers.TurnedAway != "" {
		noted(t, h)
	}
	if !h.Offers.Record {
		return
	}
	for i := range h.Triggers {
		if g := &h.Triggers[i]; may(g.Caller) {
			turnedAwayInVain(t, h, g)
		}
	}
	for i := range h.Acts {
		refusedInVain(t, h, &h.Acts[i])
		admittedInVain(t, h, &h.Acts[i])
		admittedAtAll(t, h, &h.Acts[i])
	}
	for i := range h.replayed.turns {
		switch x := &h.replayed.turns[i]; x.way {
		case byAdmission:
			startedByRight(t, h, x.v, may)
			withinAttempts(t, h, x.v)
			if x.v.caused(byOperator) {
				x.act = h.actOf(x.v)
				actedByRight(t, h, x)
			}
		case byAct:
			actedByRight(t, h, x)
		}
	}
}

// startedByRight looks for a trigger that the start can have come of, by its entry or,
// where there is none, by its window. A start that comes of no trigger is S1's.
func startedByRight(t *tally, h *Past, v *View, may func(string) bool) {
	var other *Trigger
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if g.Called > v.At || !startedBy(v, g) {
			continue
		}
		if may(g.Caller) {
			t.judged(s18Starts)
			return
		}
		other = g
	}
	if other == nil {
		return
	}
	t.judged(s18Starts)
	t.add(s18Starts, v.At, citing(other, v), "%s started %s at %s, revision %d, for trigger %s of %q; policy names %s",
		v.By, v.Rotation, at(v.At), v.Revision, other.ID, other.Caller, strings.Join(h.Policy.Callers, ", "))
}

// refusedInVain holds an act that was refused to the record, as it stood from the call to the
// answer: at some moment it was not about the rotation that the act names, or was in no
// phase for that.
func refusedInVain(t *tally, h *Past, a *Act) {
	if a.Outcome != Refused || a.malformed() != "" || !h.operates(a.Operator) || h.unsupported(a) || !recorded(a.Verb) && h.doubledRequest(a.Called, a.Returned) {
		return
	}
	i := sort.Search(len(h.Views), func(i int) bool { return h.Views[i].At > a.Called }) - 1
	if i < 0 {
		return // there was nothing to act on
	}
	t.judged(s18Refused)
	first := &h.Views[i]
	for k := i; k < len(h.Views) && (k == i || h.Views[k].early() <= a.Returned); k++ {
		if v := &h.Views[k]; a.Rotation != "" && a.Rotation != v.Rotation || !h.allows(v, a) {
			return
		}
	}
	t.add(s18Refused, a.Returned, citing(first), "%s refused at %s to %s (act %s: %s), which was asked for at %s; from %s, revision %d, to the answer nothing spoke against it",
		a.Worker, at(a.Returned), a.Verb, a.ID, cmp.Or(a.Why, "why, was not seen"), at(a.Called), at(first.At), first.Revision)
}

// unsupported says that an engine has no such act, as it says itself, and never did one.
func (h *Past) unsupported(a *Act) bool {
	return a.Why == WhyUnsupported && !slices.ContainsFunc(h.Acts, func(b Act) bool { return b.Verb == a.Verb && b.Outcome == Admitted })
}

// operates says that policy names an operator. Who it was may not have been seen.
func (h *Past) operates(who string) bool {
	return who == "" || slices.Contains(h.Policy.Operators, who)
}

// answeredByRight judges what an operator is told of an act.
func answeredByRight(t *tally, h *Past, a *Act) {
	if a.malformed() != "" {
		return
	}
	if !h.operates(a.Operator) {
		t.judged(s18Answers)
		if a.Outcome == Admitted {
			t.add(s18Answers, a.Called, h.citeAt(a.Called), "%s admitted act %s (%s) of %q, asked for at %s; policy's operators are %s",
				a.Worker, a.ID, a.Verb, a.Operator, at(a.Called), cmp.Or(strings.Join(h.Policy.Operators, ", "), "nobody"))
		}
	}
	if a.Verb != "approve" {
		return
	}
	of := slices.IndexFunc(h.Acts, func(x Act) bool { return x.ID == a.Of && x.Verb != "approve" })
	t.judged(s18Approved)
	if of >= 0 && a.Outcome == Admitted && a.Operator != "" && h.Acts[of].Operator == a.Operator {
		t.add(s18Approved, a.Called, h.citeAt(a.Called), "%s told %s at %s that act %s (%s), which is their own, is approved", a.Worker, a.Operator, at(a.Returned), a.Of, h.Acts[of].Verb)
	}
}

// allows says that an operator may act so as the record is. Of verbs about which something
// beside it decides nothing is known.
func (h *Past) allows(v *View, a *Act) bool {
	state := func() State {
		if len(a.Versions) == 1 {
			if x := v.version(a.Versions[0]); x != nil {
				return x.State
			}
		}
		return ""
	}
	switch a.Verb {
	case "rotate":
		return v.Phase == Idle
	case "revoke":
		return state() == Deprecated && !h.mayHold(a.Versions[0], a.Returned)
	case "hold":
		return slices.Contains([]State{Active, Deprecated, Retiring}, state()) && !h.mayHold(a.Versions[0], a.Returned)
	case "halt":
		return v.Phase != Halted
	case "resume":
		return v.Phase == Halted
	case "abort":
		return slices.Contains([]Phase{Intent, Staged, Published, Verified, Draining}, v.effective())
	case "release":
		return h.surelyHeld(a)
	case "approve":
		return h.surelyWaits(v, a)
	}
	return false
}

// withinAttempts holds a later attempt to policy's number of them, unless one of those who
// may have asked for it is an operator.
func withinAttempts(t *tally, h *Past, v *View) {
	if v.Attempt <= 1 {
		return
	}
	t.judged(s18Attempts)
	most := h.of(v.By).Attempts
	if v.Attempt <= most {
		return
	}
	var by *Trigger
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if g.Called > v.At || !startedBy(v, g) {
			continue
		}
		if slices.Contains(h.Policy.Operators, g.Caller) {
			return
		}
		by = g
	}
	if by != nil {
		t.add(s18Attempts, v.At, citing(by, v), "%s started %s at %s, revision %d, for the %s attempt of window %s, which %q asked for; policy has %s, and more for %s",
			v.By, v.Rotation, at(v.At), v.Revision, ordinal(v.Attempt), v.Window, by.Caller, many(most, "attempt"), cmp.Or(strings.Join(h.Policy.Operators, ", "), "nobody"))
	}
}

func startedBy(v *View, g *Trigger) bool {
	if len(v.Audit) == 0 {
		return g.Window == v.Window && g.Attempt == v.Attempt
	}
	return v.names(byTrigger + g.ID)
}

func actedByRight(t *tally, h *Past, x *turn) {
	t.judged(s18Acts)
	v := x.v
	switch {
	case x.act == nil:
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s in an operator's name at %s, revision %d; no operator had asked for that", v.By, v.Phase, at(v.At), v.Revision)
	case x.act.Outcome == Refused:
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s at %s, revision %d, for act %s (%s), which was refused at %s",
			v.By, v.Phase, at(v.At), v.Revision, x.act.ID, x.act.Verb, at(x.act.Returned))
	case !h.operates(x.act.Operator):
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s at %s, revision %d, for act %s (%s) of %q; policy's operators are %s",
			v.By, v.Phase, at(v.At), v.Revision, x.act.ID, x.act.Verb, x.act.Operator, cmp.Or(strings.Join(h.Policy.Operators, ", "), "nobody"))
	case len(v.Audit) > 0 && x.act.Rotation != "" && x.prev.Rotation != "" && x.act.Rotation != x.prev.Rotation: // without an entry it is a guess which act it is
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s for rotation %s at %s, revision %d, for act %s (%s), which was meant for rotation %s",
			v.By, v.Phase, x.prev.Rotation, at(v.At), v.Revision, x.act.ID, x.act.Verb, x.act.Rotation)
	}
	if a := x.act; a != nil && (a.Verb == "revoke" || a.Verb == "rotate") {
		t.judged(s18Approved)
		if !slices.ContainsFunc(h.Acts, func(b Act) bool {
			return b.Verb == "approve" && b.Of == a.ID && (b.Operator != a.Operator || a.Operator == "") && h.operates(b.Operator) && b.Called <= v.At && b.Outcome != Refused
		}) {
			t.add(s18Approved, v.At, citing(x.prev, v), "%s wrote %s at %s, revision %d, for act %s, in which %s asked to %s; nobody else had approved it by then",
				v.By, v.Phase, at(v.At), v.Revision, a.ID, a.Operator, a.Verb)
		}
	}
}

// noted looks, for each answer that refuses, for the note that must have been made before
// it was given. What is malformed cannot be kept as it is, and need not be noted.
func noted(t *tally, h *Past) {
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if g.Outcome != Refused || g.malformed() != "" || h.hearing(machineOf(g.Worker)).within(g.Called, g.Returned) {
			continue
		}
		t.judged(s18Noted)
		if !h.hasNote(g.Caller, g.ID, g.Returned, func(n *Note) bool { return n.Why == g.Why }) {
			t.add(s18Noted, g.Returned, citing(g), "%s told %s at %s that trigger %s is refused (%s); nothing that was noted by then says so",
				g.Worker, g.Caller, at(g.Returned), g.ID, g.Why)
		}
	}
	for i := range h.Acts {
		a := &h.Acts[i]
		if a.Outcome != Refused || a.malformed() != "" || h.hearing(machineOf(a.Worker)).within(a.Called, a.Returned) {
			continue
		}
		t.judged(s18Noted)
		if !h.hasNote(a.Operator, a.ID, a.Returned, func(n *Note) bool { return a.Why == "" || n.Why == a.Why }) {
			t.add(s18Noted, a.Returned, h.citeAt(a.Returned), "%s told %s at %s that act %s (%s) is refused (%s); nothing that was noted by then says so",
				a.Worker, a.Operator, at(a.Returned), a.ID, a.Verb, cmp.Or(a.Why, "why, was not seen"))
		}
	}
}

func (h *Past) hasNote(caller, id string, by time.Duration, so func(*Note) bool) bool {
	return slices.ContainsFunc(h.Notes, func(n Note) bool {
		return n.Caller == caller && n.ID == id && n.Early <= by && so(&n)
	})
}
