package checker

// keepsTo goes on to what is kept at a revision, as the record stood before it. A text that
// comes to be kept under a version that is being retired is as bad as one that was left
// under it.
func (e *ending) keepsTo(revision int64, prev *View) {
	for e.texts.more(revision) {
		k, _ := e.texts.put()
		if k.Gone || prev == nil || !e.h.rewraps() {
			continue
		}
		e.t.judged(s12Kept)
		if ver := prev.version(k.under()); ver != nil && outOfUse(ver.State) {
			e.t.add(s12Kept, k.At, citing(prev, k), "%s put %s under v%d at %s, revision %d; that was %s since revision %d at the latest",
				k.By, k.Name, k.under(), at(k.At), k.Revision, ver.State, prev.Revision)
		}
	}
}

// outOfUse says that nobody may open a version in a state for long.
func outOfUse(s State) bool { return s == Retiring || s == Revoked || s == Destroyed }

// kept demands that nothing is kept under a version that is retired or revoked: who has
// nothing but that text could never open it again.
func (e *ending) kept(v *View, n uint32, now State) {
	if !e.h.rewraps() {
		return
	}
	e.t.judged(s12Kept)
	for _, k := range e.texts.now {
		if k.under() == n {
			e.t.add(s12Kept, v.At, citing(k, v), "%s wrote v%d as %s at %s, revision %d; %s was kept under it since %s, revision %d",
				v.By, n, now, at(v.At), v.Revision, k.Name, at(k.At), k.Revision)
			return
		}
	}
}
