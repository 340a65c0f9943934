package checker

import "time"

// endings are when each version ends, by what the key service said when it made the material,
// in true time; that is off by as much as its wall clock was, which policy bounds.
func endings(h *Past) byVersion[time.Duration] {
	var all byVersion[time.Duration]
	for i := range h.Effects {
		if e := &h.Effects[i]; e.Kind == Mint && e.Made && e.Ends != 0 {
			*all.at(e.Version) = e.Ends
		}
	}
	return all
}

// lastsUntil is when version n ends; 0: never.
func (h *Past) lastsUntil(n uint32) time.Duration {
	if at := h.ends.get(n); at != nil {
		return *at
	}
	return 0
}

// within says that version n has no more left than d at some time, by the wall clock of some
// machine that is off by no more than policy allows.
func (h *Past) within(n uint32, d, when time.Duration) bool {
	end := h.lastsUntil(n)
	return h.Offers.Ends && end != 0 && when+d+h.Policy.WallSkew >= end
}

// endMargin is how long before an end, by its own wall clock, an engine may leave a version
// alone: the key service's is off too, and an answer takes its way.
func (h *History) endMargin() time.Duration { return 2*h.Policy.WallSkew + h.Policy.Emission }

// tooShort says that a version may have had too little left to be activated: less than it takes
// until the next one is, and what is sealed last lives.
func (h *Past) tooShort(n uint32, when time.Duration) bool {
	p := h.longer()
	return h.within(n, max(p.Period, p.Due)+p.Lifetime+h.endMargin(), when)
}

// dying says that what is sealed under the active version at some time may outlive it.
func (h *Past) dying(when time.Duration) bool {
	v := viewAt(h.Views, when)
	return v != nil && h.within(v.Active, h.longer().Lifetime+h.endMargin(), when)
}

// outlive holds what was sealed to the end of its version. Nobody's wall clock is a better
// witness than policy says, so that an artefact may outlive by as much what the key service has
// said; but not the life that policy gives the version, which is counted from when that was made.
func outlive(t *tally, h *Past) {
	until := h.ofUse()
	for i := range h.Seals {
		s := &h.Seals[i]
		end := h.lastsUntil(s.Version)
		if end == 0 {
			continue
		}
		t.judged(s5Outlives)
		life := h.lifetime(s.Version)
		last := end + h.Policy.WallSkew
		if use := until.get(s.Version); use != nil {
			last = min(last, *use)
		}
		if s.Emitted+life > last {
			t.add(s5Outlives, s.Emitted, citing(s), "%s sealed #%d at %s under v%d, which ends at %s, and is of no use after %s; what is sealed lives for %s",
				who(s.Node, s.Incarnation), s.ID, at(s.Emitted), s.Version, at(end), at(last), at(life))
		}
	}
}

// ofUse are until when policy lets each version be used at all, in true time: its life from when it
// certainly was made.
func (h *Past) ofUse() byVersion[time.Duration] {
	var all byVersion[time.Duration]
	for i := range h.Effects {
		e := &h.Effects[i]
		if life := h.of(e.By).KeyLife; e.Kind == Mint && e.Made && life != 0 {
			*all.at(e.Version) = e.At + life
		}
	}
	return all
}

// lasting holds what was made to the life that its maker's policy gives it: people count on that
// it is of no use to anybody afterwards.
func lasting(t *tally, h *Past) {
	for i := range h.Effects {
		e := &h.Effects[i]
		life := h.of(e.By).KeyLife
		if e.Kind != Mint || !e.Made || life == 0 {
			continue
		}
		t.judged(s5Lasts)
		switch latest := e.At + life + h.Policy.WallSkew; {
		case e.Ends == 0:
			t.add(s5Lasts, e.At, citing(e), "%s had v%d made at %s, to end never; policy lets a version be used for %s", e.By, e.Version, at(e.At), at(life))
		case e.Ends > latest:
			t.add(s5Lasts, e.At, citing(e), "%s had v%d made at %s, to end at %s; policy lets a version be used for %s, which is until %s by the latest clock that it allows",
				e.By, e.Version, at(e.At), at(e.Ends), at(life), at(latest))
		}
	}
}
