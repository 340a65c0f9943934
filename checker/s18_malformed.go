package checker

import (
	"slices"
	"strings"
)

// What a name and a text can be.
const (
	longestName = 64
	longestText = 512 // bytes
	nameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"
)

// verbs are what an operator can ask for.
var verbs = []string{"abort", "halt", "resume", "hold", "release", "approve", "revoke", "rotate"}

func isName(s string) bool {
	return s != "" && len(s) <= longestName && strings.Trim(s, nameLetters) == ""
}

// malformed is what of a trigger is as it cannot be; empty: nothing.
func (g *Trigger) malformed() string {
	switch {
	case !isName(g.Window):
		return "no window can have its name"
	case g.Attempt < 1:
		return "attempts count from 1"
	case len(g.ID) > longestText:
		return "its id is too long"
	}
	return ""
}

// malformed is what of an act is as it cannot be; empty: nothing.
func (a *Act) malformed() string {
	switch {
	case !slices.Contains(verbs, a.Verb):
		return "there is no such act"
	case a.Operator != "" && !isName(a.Operator):
		return "no operator can have its name"
	case len(a.ID) > longestText:
		return "its id is too long"
	case len(a.Reason) > longestText:
		return "its reason is too long"
	}
	return ""
}

// malformed demands that what no request can be is refused.
func malformed(t *tally, h *Past) {
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if why := g.malformed(); why != "" {
			t.judged(s18Malformed)
			if g.Outcome == Admitted || g.Outcome == Duplicate {
				t.add(s18Malformed, g.Called, citing(g), "%s told %s that trigger %.20q is %s, sent at %s for window %.20q, attempt %d: %s",
					g.Worker, g.Caller, g.ID, g.Outcome, at(g.Called), g.Window, g.Attempt, why)
			}
		}
	}
	for i := range h.Acts {
		a := &h.Acts[i]
		if why := a.malformed(); why != "" {
			t.judged(s18Malformed)
			if a.Outcome == Admitted {
				t.add(s18Malformed, a.Called, h.citeAt(a.Called), "%s told %s that act %.20q (%.20q) is admitted, asked for at %s: %s",
					a.Worker, a.Operator, a.ID, a.Verb, at(a.Called), why)
			}
		}
	}
}
