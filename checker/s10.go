package checker

import "fmt"

var s10 = Invariant{"S10",
	"After bootstrap there is exactly one active version at every revision; no write empties the key set.",
	[]Clause{
		{"one active", "Every revision has exactly one active version."},
	}, judgeS10}

const (
	s10One clause = iota
)

// S10: between the key's first active version and the end of the run, every
// revision has exactly one. A reader may see any revision.
func judgeS10(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	bootstrapped := false
	var prev *View
	for i := range h.Views {
		v := &h.Views[i]
		bootstrapped = bootstrapped || v.Active != 0
		if bootstrapped {
			t.judged(s10One)
			exactlyOneActive(t, v, prev)
		}
		prev = v
	}
	t.skip("no version was ever active")
}

func exactlyOneActive(t *tally, v, prev *View) {
	count, named := 0, false
	for _, ver := range v.Versions {
		if ver.State == Active {
			count++
			named = named || ver.N == v.Active
		}
	}
	switch {
	case len(v.Versions) == 0:
		notOne(t, v, prev, "the key set is empty")
	case v.Active == 0:
		notOne(t, v, prev, "no version is active")
	case count != 1 || !named:
		notOne(t, v, prev, fmt.Sprintf("v%d is named active, with %s in state ACTIVE", v.Active, many(count, "version")))
	}
}

func notOne(t *tally, v, prev *View, what string) {
	cites := citing(v)
	if prev != nil {
		cites = citing(prev, v)
	}
	t.add(s10One, v.At, cites, "revision %d at %s by %s (%s): %s", v.Revision, at(v.At), v.By, v.Phase, what)
}
