package checker

import "time"

// A life is what one version owes to those who hold what was sealed under it.
type life struct {
	first, last *Seal         // emitted under it
	end         time.Duration // until then every node opens it
	emergency   time.Duration // when an operator named it for revocation; forever if never
}

// lives reads off the history what each version that sealed anything owes. A
// lifetime counts from the last seal emitted, which is never later than the
// evidence that sealing had ended, from which an engine counts. A version that
// is still the active one owes on; one that has ended owes nothing.
func lives(h *Past) byVersion[life] {
	var ls byVersion[life]
	for i := range h.Seals {
		s := &h.Seals[i]
		if s.Version == 0 { // under no material that there was
			continue
		}
		l := ls.at(s.Version)
		if l.first == nil || s.Emitted < l.first.Emitted {
			l.first = s
		}
		if l.last == nil || s.Emitted > l.last.Emitted {
			l.last = s
		}
	}
	for i := range ls.t {
		l := &ls.t[i]
		l.end, l.emergency = l.last.Emitted+h.lifetime(ls.n[i]), forever
		if h.Offers.Record {
			l.emergency = h.emergencyRevoke(ls.n[i])
		}
	}
	if h.Offers.Record {
		for _, r := range reigns(h.Views) {
			if l := ls.get(r.version); l != nil {
				l.end = max(l.end, r.to)
			}
		}
	}
	for i := range ls.t {
		ls.t[i].end = min(ls.t[i].end, ls.t[i].emergency)
		if end := h.lastsUntil(ls.n[i]); end != 0 { // what was sealed under it is over by then
			ls.t[i].end = min(ls.t[i].end, max(0, end-h.Policy.WallSkew))
		}
	}
	return ls
}

// emergencyRevoke is when an operator's revoke closed version n, which it named.
func (h *Past) emergencyRevoke(n uint32) time.Duration {
	for i := range h.Views {
		if v := &h.Views[i]; closed(v, n) {
			if a := h.actOf(v); a != nil && a.Verb == "revoke" && a.about(n) {
				return v.Early
			}
			return forever // it was closed before any emergency
		}
	}
	return forever
}

func closed(v *View, n uint32) bool {
	for _, ver := range v.Versions {
		if ver.N == n {
			return ver.State == Retiring || ver.State == Revoked || ver.State == Destroyed
		}
	}
	return false
}
