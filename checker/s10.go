package checker

// S10: between the key's first active version and the end of the run, every
// revision has exactly one. A reader may see any revision.
func judgeS10(h *History) Verdict {
	if !h.Offers.Record {
		return skip(undescribed)
	}
	var t *tally
	for i := range h.Views {
		v := &h.Views[i]
		if t == nil && v.Active != 0 {
			t = judging(h)
		}
		if t != nil {
			exactlyOneActive(t, v)
		}
	}
	if t == nil {
		return skip("no version was ever active")
	}
	return t.v
}

func exactlyOneActive(t *tally, v *View) {
	count, named := 0, false
	for _, ver := range v.Versions {
		if ver.State == Active {
			count++
			named = named || ver.N == v.Active
		}
	}
	switch {
	case len(v.Versions) == 0:
		t.add(v.At, "revision %d at %s by %s (%s): the key set is empty", v.Revision, at(v.At), v.By, v.Phase)
	case v.Active == 0:
		t.add(v.At, "revision %d at %s by %s (%s): no version is active", v.Revision, at(v.At), v.By, v.Phase)
	case count != 1 || !named:
		t.add(v.At, "revision %d at %s by %s (%s): v%d is named active, %d versions are in state ACTIVE",
			v.Revision, at(v.At), v.By, v.Phase, v.Active, count)
	}
}
