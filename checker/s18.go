package checker

import (
	"slices"
	"strings"
)

var s18 = Invariant{"S18",
	"No change without an authorised caller as its cause; an emergency has two distinct approvers; every refusal is recorded.",
	[]Clause{
		{"starts", "Each rotation that a trigger starts was asked for by a caller whom policy names."},
		{"answers", "No caller whom policy does not name is told that its request was admitted."},
		{"acts", "Each write in an operator's name is of an act that was asked for and not refused."},
	}, judgeS18}

const (
	s18Starts clause = iota
	s18Answers
	s18Acts
)

// S18: who asked had the right to. Who that is the deployment knows: a caller is named by
// whom it comes from, not by what the engine makes of it.
func judgeS18(t *tally, h *Past) {
	t.skip("nobody asked for anything")
	may := func(caller string) bool { return slices.Contains(h.Policy.Callers, caller) }
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
	if !h.Offers.Record {
		return
	}
	for i := range h.replayed.turns {
		switch x := &h.replayed.turns[i]; x.way {
		case byAdmission:
			startedByRight(t, h, x.v, may)
		case byAct:
			actedByRight(t, x)
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

func startedBy(v *View, g *Trigger) bool {
	if len(v.Audit) == 0 {
		return g.Window == v.Window && g.Attempt == v.Attempt
	}
	return slices.ContainsFunc(v.Audit, func(e Entry) bool { return e.Cause == byTrigger+g.ID })
}

func actedByRight(t *tally, x *turn) {
	t.judged(s18Acts)
	v := x.v
	switch {
	case x.act == nil:
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s in an operator's name at %s, revision %d; no operator had asked for that", v.By, v.Phase, at(v.At), v.Revision)
	case x.act.Outcome == Refused:
		t.add(s18Acts, v.At, citing(x.prev, v), "%s wrote %s at %s, revision %d, for act %s (%s), which was refused at %s",
			v.By, v.Phase, at(v.At), v.Revision, x.act.ID, x.act.Verb, at(x.act.Returned))
	}
}
