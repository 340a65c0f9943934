package checker

import "fmt"

// S10: between the key's first active version and the end of the run, every
// revision has exactly one. A reader may see any revision.
func judgeS10(h *History) Verdict {
	if !h.Offers.Record {
		return skip(undescribed)
	}
	var t *tally
	var prev *View
	for i := range h.Views {
		v := &h.Views[i]
		if t == nil && v.Active != 0 {
			t = judging(h)
		}
		if t != nil {
			exactlyOneActive(t, v, prev)
		}
		prev = v
	}
	if t == nil {
		return skip("no version was ever active")
	}
	return t.v
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
		notOne(t, v, prev, fmt.Sprintf("v%d is named active, %d versions are in state ACTIVE", v.Active, count))
	}
}

func notOne(t *tally, v, prev *View, what string) {
	cites := citing(v)
	if prev != nil {
		cites = citing(prev, v)
	}
	t.add(v.At, cites, "revision %d at %s by %s (%s): %s", v.Revision, at(v.At), v.By, v.Phase, what)
}
