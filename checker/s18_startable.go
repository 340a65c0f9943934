package checker

import (
	"slices"
	"sort"
)

// turnedAwayInVain holds a trigger that was refused, whatever for, to the record as it stood
// from the call to the answer: at some moment another rotation was in flight, or it was not
// this attempt's turn. That another one was in flight is S1's to judge where the answer says so.
func turnedAwayInVain(t *tally, h *Past, g *Trigger) {
	if g.Outcome != Refused || g.Why == WhyBusy || g.Why == "anchor" && h.Policy.Anchor != "" || g.malformed() != "" || !h.sees(Beginnings) || g.Attempt > h.fewestAttempts() || h.meddledSince(0, g.Returned) {
		return
	}
	i := sort.Search(len(h.Views), func(i int) bool { return h.Views[i].At > g.Called }) - 1
	if i < 0 {
		return // there was no key
	}
	t.judged(s18Refused)
	first := &h.Views[i]
	for k := i; k < len(h.Views) && (k == i || h.Views[k].early() <= g.Returned); k++ {
		if h.Views[k].Phase != Idle {
			return
		}
	}
	if !h.itsTurn(g) {
		return
	}
	t.add(s18Refused, g.Returned, citing(first, g), "%s refused %s at %s the attempt %d of window %s (trigger %s: %s), asked for at %s; from %s, revision %d, to the answer nothing was in flight, and it was its turn",
		g.Worker, g.Caller, at(g.Returned), g.Attempt, g.Window, g.ID, g.Why, at(g.Called), at(first.At), first.Revision)
}

// itsTurn says that an attempt had yet to start when it was answered, and that the one before
// it was aborted when it was asked for.
func (h *Past) itsTurn(g *Trigger) bool {
	of := func(n int) func(View) bool {
		return func(v View) bool { return v.Window == g.Window && v.Attempt >= n && v.early() <= g.Returned }
	}
	return !slices.ContainsFunc(h.Views, of(g.Attempt)) && (g.Attempt == 1 || slices.ContainsFunc(h.Views, func(v View) bool {
		return v.Window == g.Window && v.Attempt == g.Attempt-1 && v.Phase == Aborted && v.At <= g.Called
	}))
}

// fewestAttempts are how many of a window every worker lets those have who are no operators.
func (h *Past) fewestAttempts() int {
	if h.NewPolicy != nil {
		return min(h.Policy.Attempts, h.NewPolicy.Attempts)
	}
	return h.Policy.Attempts
}
