package checker

import "time"

// A Goal is something that must happen sometimes, for a campaign to have tested
// what it claims. Required marks those without which a random campaign is not
// green.
type Goal struct {
	Name     string
	Sentence string
	Required bool
	Reached  func(*Past) bool // given the history of one key
}

// Goals is every goal, in the order of reports.
var Goals = []Goal{
	{"commit", "A rotation committed.", true, enters(Committed)},
	{"seal-gap", "A seal was refused in the gap at cutover.", false, sealGap},
	{"abort-before-published", "A rotation was aborted before PUBLISHED.", false, aborts(Intent, Staged)},
	{"abort-in-published", "A rotation was aborted in PUBLISHED.", true, aborts(Published, Verified)},
	{"abort-in-draining", "A rotation was aborted in DRAINING.", false, aborts(Draining)},
	{"halt", "A rotation was halted.", false, enters(Halted)},
	{"resume", "A halted rotation was resumed.", false, resumes},
	{"takeover", "A second process took over ownership.", true, func(h *Past) bool { return takeover(h.replayed.tenures) }},
	{"duplicate", "A second trigger for a window was answered as a duplicate.", true, answered(Duplicate, "")},
	{"busy", "A trigger was refused while another window was in flight.", false, answered(Refused, WhyBusy)},
	{"stale-writer", "A process that had lost its ownership was refused.", true, func(h *Past) bool { return len(h.Refusals) > 0 }},
	{"destroyed", "An old version went all the way to DESTROYED.", true, reachesState(Destroyed)},
	{"barrier-waited", "A barrier had to wait: PUBLISHED lasted a second longer than the publish lead.", false, barrierWaited},
	{"old-version-opened", "A seal under an old version was opened after the commit.", true, oldVersionOpened},
	{"stamp-extended", "A stamp below the target was kept alive while a version was being published.", false, stampExtended},
}

// Reasons of a refused trigger, in the words that every engine uses for them.
const (
	WhyBusy    = "busy"
	WhyAttempt = "attempt"

	WhyUnsupported = "unsupported" // of an act
)

func enters(p Phase) func(*Past) bool {
	return func(h *Past) bool {
		return anyView(h, func(v, prev *View) bool { return v.Phase == p && (prev == nil || prev.Phase != p) })
	}
}

// aborts counts an abort of a halted rotation for the phase it was halted in.
func aborts(from ...Phase) func(*Past) bool {
	return func(h *Past) bool {
		return anyView(h, func(v, prev *View) bool {
			if prev == nil || prev.Phase == Aborting || v.Phase != Aborting && v.Phase != Aborted {
				return false
			}
			for _, p := range from {
				if prev.effective() == p {
					return true
				}
			}
			return false
		})
	}
}

func resumes(h *Past) bool {
	return anyView(h, func(v, prev *View) bool {
		return prev != nil && prev.Phase == Halted && v.Phase != Halted && v.Phase != Aborting && v.Rotation == prev.Rotation
	})
}

func sealGap(h *Past) bool {
	for i := range h.Denials {
		v := viewAt(h.Views, h.Denials[i].At)
		if v != nil && (v.Phase == Draining || v.Phase == Committed) {
			return true
		}
	}
	return false
}

func answered(o Outcome, why string) func(*Past) bool {
	return func(h *Past) bool {
		for i := range h.Triggers {
			if t := &h.Triggers[i]; t.Outcome == o && (why == "" || t.Why == why) {
				return true
			}
		}
		return false
	}
}

func reachesState(s State) func(*Past) bool {
	return func(h *Past) bool {
		return anyView(h, func(v, _ *View) bool {
			for _, ver := range v.Versions {
				if ver.State == s {
					return true
				}
			}
			return false
		})
	}
}

func barrierWaited(h *Past) bool {
	var since time.Duration
	return anyView(h, func(v, prev *View) bool {
		if v.Phase == Published && (prev == nil || prev.Phase != Published) {
			since = v.At
		}
		return prev != nil && prev.Phase == Published && v.At-since > h.longer().PublishLead+time.Second
	})
}

func oldVersionOpened(h *Past) bool {
	for i := range h.Opens {
		o := &h.Opens[i]
		if o.Answer != Right {
			continue
		}
		if v := viewAt(h.Views, o.Emitted); v != nil && o.Version < v.Active {
			return true
		}
	}
	return false
}

// stampExtended says that rule 4's exception was used. Few runs have a stamp
// below the target at all: that is looked at first.
func stampExtended(h *Past) bool {
	next, below := 0, false
	for i := range h.Stamps {
		for next < len(h.Views) && h.Views[next].Revision <= h.Stamps[i].Revision {
			next++
		}
		if next > 0 && h.Stamps[i].Rev < h.Views[next-1].Target {
			below = true
			break
		}
	}
	if !below {
		return false
	}
	for _, stamps := range h.servers.list {
		for k, s := range stamps {
			v := viewAtRevision(h.Views, s.Revision)
			if v != nil && s.Rev < v.Target && extends(v, stamps, k) {
				return true
			}
		}
	}
	return false
}

// anyView says that some view satisfies f; prev is the view before, nil at first.
func anyView(h *Past, f func(v, prev *View) bool) bool {
	var prev *View
	for i := range h.Views {
		if f(&h.Views[i], prev) {
			return true
		}
		prev = &h.Views[i]
	}
	return false
}
