package checker

import "time"

var s14 = Invariant{"S14",
	"Nothing opens under a revoked version once the revoke has completed.",
	[]Clause{
		{"opens", "No node opens what was sealed under a version that the record had as REVOKED by then."},
		{"relying", "No relying party whose view is no older than the publish lead opens it once that lead has passed as well."},
	}, judgeS14}

const (
	s14Opens clause = iota
	s14Relying
)

// S14: what is revoked is closed everywhere. An answer is checked at most δ before it
// leaves its node, so one that leaves within δ of the write may have been allowed.
func judgeS14(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("nothing was opened under a version that had been revoked")
	revoked := revocations(h.replayed.turns)
	if len(revoked.n) == 0 {
		t.skip("no version was revoked")
		return
	}
	seals := newSealIndex(h.Seals)
	for i := range h.Opens {
		o := &h.Opens[i]
		if o.Emitted == 0 || !h.allowed(o) {
			continue
		}
		of, after := s14Opens, time.Duration(0)
		if o.Relying {
			of, after = s14Relying, h.lead(o.Version)
		}
		version := o.Version
		if s := seals.find(o.Seal); s != nil {
			version = s.Version
		}
		v := revoked.get(version)
		if v == nil || o.Emitted-after <= (*v).Early {
			continue
		}
		t.judged(of)
		switch {
		case o.Answer != Right && o.Answer != Wrong:
		case o.Emitted-after-h.Policy.Emission > (*v).At:
			t.add(of, o.Emitted, citing(*v, o), "%s opened seal #%d, under v%d, at %s; v%d was revoked at %s, revision %d, by %s",
				who(o.Node, o.Incarnation), o.Seal, version, at(o.Emitted), version, at((*v).At), (*v).Revision, (*v).By)
		default:
			t.close(of)
		}
	}
}

// revocations are the first writes that have each version as REVOKED, or as DESTROYED.
func revocations(turns []turn) (first byVersion[*View]) {
	for i := range turns {
		x := &turns[i]
		for _, ver := range x.v.Versions {
			if (ver.State == Revoked || ver.State == Destroyed) && first.get(ver.N) == nil {
				*first.at(ver.N) = x.v
			}
		}
	}
	return first
}
