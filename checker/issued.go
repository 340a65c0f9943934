package checker

// A key may be under another, the anchor: its versions are made under the anchor's.

// anchor is the past of the key that this one is under; nil if it is under none, or the
// engine does not do that.
func (h *Past) anchor() *Past {
	if !h.Offers.Issues || !h.Offers.Record || h.Keys[0] == h.Policy.Anchor {
		return nil
	}
	for _, f := range h.fellows {
		if f.Keys[0] == h.Policy.Anchor {
			return f
		}
	}
	return nil
}

// issued demands of everything that was made that it was asked for under a version of the
// anchor that everybody knew by then.
func issued(t *tally, h *Past) {
	a := h.anchor()
	if a == nil {
		return
	}
	for i := range h.Effects {
		e := &h.Effects[i]
		if e.Kind != Mint || !e.Made {
			continue
		}
		t.judged(s3Issued)
		v := lastView(a.Views, func(v *View) bool { return v.early() <= e.Sent })
		switch {
		case e.Under == 0:
			t.add(s3Issued, e.At, citing(e), "%s had v%d made at %s, under no version of %s", e.By, e.Version, at(e.At), a.Keys[0])
		case v == nil:
			t.add(s3Issued, e.At, citing(e), "%s asked at %s for v%d to be made under v%d of %s, which was not there", e.By, at(e.Sent), e.Version, e.Under, a.Keys[0])
		case !v.trusts(e.Under):
			t.add(s3Issued, e.At, citing(v, e), "%s asked at %s for v%d to be made under v%d of %s, whose rotation was %s since %s, revision %d, with v%d active: not everybody knew it",
				e.By, at(e.Sent), e.Version, e.Under, a.Keys[0], v.Phase, at(v.At), v.Revision, v.Active)
		}
	}
}

// anchored demands of every version that is allocated that it is to be issued under what was the
// anchor's active version just then: one that another has followed goes sooner than what it
// vouches for, and has to be kept for that.
func anchored(t *tally, h *Past) {
	a := h.anchor()
	if a == nil {
		return
	}
	for i := 1; i < len(h.Views); i++ {
		v, prev := &h.Views[i], &h.Views[i-1]
		for k := range v.Versions {
			ver := &v.Versions[k]
			if ver.Under == 0 || ver.N <= prev.Highest || prev.version(ver.N) != nil {
				continue
			}
			above := viewAtRevision(a.Views, v.Revision)
			if above == nil {
				continue
			}
			t.judged(s3Anchored)
			if above.Active != ver.Under {
				t.add(s3Anchored, v.At, citing(above, v), "%s allocated v%d at %s, revision %d, to be issued under v%d of %s, whose active version was v%d since %s or before",
					v.By, ver.N, at(v.At), v.Revision, ver.Under, a.Keys[0], above.Active, at(above.At))
			}
		}
	}
}

// trusts says that everybody has a version: it has been the active one, or only the commit
// is left.
func (v *View) trusts(n uint32) bool {
	if ver := v.version(n); ver != nil && (ver.State == Active || ver.State == Deprecated || ver.State == Retiring) {
		return true
	}
	return v.Next == n && (v.effective() == Verified || v.effective() == Draining)
}

// under demands that nothing is in use any more that was made under a version of the anchor
// that goes.
func (e *ending) under(v *View, n uint32, now State) {
	if e.h.Keys[0] != e.h.Policy.Anchor || !e.h.Offers.Issues {
		return
	}
	for _, f := range e.h.fellows {
		child := viewAtRevision(f.Views, v.Revision)
		if child == nil {
			continue
		}
		for _, ver := range child.Versions {
			if ver.Under != n || f == e.h {
				continue
			}
			e.t.judged(s12Under)
			if ver.inUse() {
				e.t.add(s12Under, v.At, citing(v), "%s wrote v%d as %s at %s, revision %d; v%d of %s, which is issued under it, is %s",
					v.By, n, now, at(v.At), v.Revision, ver.N, f.Keys[0], ver.State)
			}
		}
	}
}

// inUse says that a version may be opened, or may come to be.
func (v *Version) inUse() bool {
	return v.State == Pending || v.State == Active || v.State == Deprecated || v.State == Retiring
}

// issuing are the intervals in which there is something that was made under a version of the
// anchor, whose versions wait for that.
func (h *Past) issuing(n uint32) (all []interval) {
	if h.Keys[0] != h.Policy.Anchor {
		return nil
	}
	for _, f := range h.fellows {
		if f != h {
			all = append(all, f.whenever(func(v *View) bool { return v.hasUnder(n) })...)
		}
	}
	return all
}

func (v *View) hasUnder(n uint32) bool {
	for i := range v.Versions {
		if ver := &v.Versions[i]; ver.Under == n && ver.State != Destroyed && ver.State != Burnt {
			return true
		}
	}
	return false
}
