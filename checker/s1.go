package checker

import (
	"cmp"
	"time"
)

var s1 = Invariant{"S1",
	"At most one unfinished rotation per key; any number of triggers for one window start at most one; none starts without a window or an operator.",
	[]Clause{
		{"overlap", "No rotation takes the record while another is unfinished."},
		{"window", "Each attempt of a window starts one rotation at most, a later one only after the one before was aborted."},
		{"asked", "No rotation starts that nobody asked for."},
		{"told", "Callers are told of one start for each attempt of a window, and of none that never was."},
		{"own", "Whose request has started a rotation is told that it is its own, by the process that has started it."},
	}, judgeS1}

const (
	s1Overlap clause = iota
	s1Window
	s1Asked
	s1Told
	s1Own
)

// S1: duplicate execution. With a described engine the record tells; without, a
// rotation is what one process does to the world outside, from its first mint
// to its last effect.
func judgeS1(t *tally, h *Past) {
	if !h.Offers.Record {
		judgeS1Effects(t, h)
		return
	}
	t.skip("no rotation was started, and nobody was told of one")
	oneAtATime(t, h.Views)
	onePerWindow(t, h)
	oneAdmission(t, h)
	for _, s := range starts(h.Views) {
		ownAnswer(t, h, s.view)
	}
}

// oneAtATime demands that a rotation is over before another takes the record.
// COMMITTED and ABORTED are over; IDLE is too if it was reached through them, or
// through a change of the active version. A rotation that was simply left for
// IDLE stays unfinished for ever, and the next one runs beside it.
func oneAtATime(t *tally, views []View) {
	var unfinished *View // the latest view of the rotation in flight
	active := uint32(0)  // version that was active when it started
	var prev *View
	for i := range views {
		v := &views[i]
		another := v.Rotation != "" && unfinished != nil && v.Rotation != unfinished.Rotation || v.starts(prev)
		prev = v
		if unfinished != nil && another {
			t.add(s1Overlap, v.At, citing(unfinished, v), "revision %d at %s by %s: rotation %s (window %s) takes the record while rotation %s, last seen %s at revision %d, is unfinished",
				v.Revision, at(v.At), v.By, v.Rotation, v.Window, unfinished.Rotation, unfinished.Phase, unfinished.Revision)
			unfinished = nil
		}
		switch {
		case v.Phase == Committed || v.Phase == Aborted:
			unfinished = nil
		case v.Phase == Idle:
			if unfinished != nil && (unfinished.Phase == Aborting || v.Active != active) {
				unfinished = nil
			}
		case v.Rotation != "" && inFlight(v.Phase) && (v.Phase != Halted || unfinished != nil):
			if unfinished == nil {
				active = v.Active
			}
			unfinished = v
		}
	}
}

// onePerWindow demands that each attempt of a window starts one rotation, a later one
// after the one before was aborted, and only if somebody asked for it. Operators start
// without a window as often as they like.
func onePerWindow(t *tally, h *Past) {
	first := map[slot]*View{} // looked up only, as are the rest
	aborted := map[slot]bool{}
	asked := askedFor(h.Triggers)
	for _, s := range starts(h.Views) {
		v := s.view
		own := slot{v.Window, v.Attempt}
		operated := v.caused(byOperator)
		t.judged(s1Overlap)
		t.judged(s1Asked)
		if called, is := asked[own]; !operated && !(is && called <= v.At) {
			t.add(s1Asked, v.At, citing(v), "revision %d at %s by %s: rotation %s starts for window %q, attempt %d, for which no trigger was sent",
				v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt)
		}
		if operated && v.Window == "" {
			continue
		}
		t.judged(s1Window)
		before := slot{v.Window, v.Attempt - 1}
		if b := first[own]; b != nil {
			t.add(s1Window, v.At, citing(b, v), "revision %d at %s by %s: rotation %s starts for window %s, attempt %d, for which rotation %s started at revision %d by %s",
				v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt, b.Rotation, b.Revision, b.By)
			continue
		}
		first[own] = v
		if b := first[before]; v.Attempt > 1 && !aborted[before] && (b != nil || h.sees(Beginnings)) {
			tooEarly(t, v, b)
		}
		aborted[own] = endsAborted(h.Views[s.i:])
	}
}

// tooEarly is a later attempt before the one before it was aborted; b started that, if
// anything did.
func tooEarly(t *tally, v, b *View) {
	if b == nil {
		t.add(s1Window, v.At, citing(v), "revision %d at %s by %s: rotation %s starts for window %s, attempt %d, before which no attempt was made",
			v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt)
		return
	}
	t.add(s1Window, v.At, citing(b, v), "revision %d at %s by %s: rotation %s starts for window %s, attempt %d; the attempt before, rotation %s of revision %d, was not aborted",
		v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt, b.Rotation, b.Revision)
}

// endsAborted says that the rotation which starts with the first of some views is
// aborted before the next one starts.
func endsAborted(views []View) bool {
	for i := range views {
		v := &views[i]
		switch {
		case v.Phase == Aborted:
			return true
		case v.Phase == Idle || v.Phase == Committed || i > 0 && v.starts(&views[i-1]):
			return false
		}
	}
	return false
}

// askedFor is when each attempt of a window was first asked for.
func askedFor(triggers []Trigger) map[slot]time.Duration {
	called := map[slot]time.Duration{}
	for i := range triggers {
		g := &triggers[i]
		if c, is := called[slotOf(g)]; !is || g.Called < c {
			called[slotOf(g)] = g.Called
		}
	}
	return called
}

// oneAdmission demands that callers, too, are told of one start only, and, where a
// record shows what started, of one that did.
func oneAdmission(t *tally, h *Past) {
	first := make(map[slot]*Trigger)
	started := map[[2]string]bool{} // by window and rotation; looked up only
	for _, s := range starts(h.Views) {
		started[[2]string{s.view.Window, s.view.Rotation}] = true
	}
	for i := range h.Triggers {
		g := &h.Triggers[i]
		if g.Outcome != Admitted && g.Outcome != Duplicate {
			continue
		}
		t.judged(s1Told)
		if h.Offers.Record && !started[[2]string{g.Window, g.Rotation}] {
			t.add(s1Told, g.Returned, citing(g), "%s; no rotation of that window ever started under that id", g.told())
		}
		if g.Outcome != Admitted {
			continue
		}
		if f := first[slotOf(g)]; f != nil {
			t.add(s1Told, g.Returned, citing(f, g), "window %s, attempt %d, was admitted twice: trigger %s by %s at %s as %s, trigger %s by %s at %s as %s",
				g.Window, g.Attempt, f.ID, f.Worker, at(f.Returned), f.Rotation, g.ID, g.Worker, at(g.Returned), g.Rotation)
			continue
		}
		first[slotOf(g)] = g
	}
}

// ownAnswer demands that a process which starts a rotation while it answers a request for it
// does not answer that somebody else has, or that nobody may. It can have been asked for a
// second time meanwhile, or twice by the network; and when a later attempt has taken the
// window, it is that which it tells of.
func ownAnswer(t *tally, h *Past, v *View) {
	var g *Trigger
	for i := range h.Triggers {
		x := &h.Triggers[i]
		if x.Called > v.At || !v.names(byTrigger+x.ID) {
			continue
		}
		if g != nil {
			return
		}
		g = x
	}
	switch {
	case g == nil || g.Outcome == Unknown || machineOf(g.Worker) != machineOf(v.By) || v.early() < g.Called || v.At > g.Returned || h.doubledRequest(g.Called, g.Returned):
	case g.Outcome == Duplicate && g.Rotation != v.Rotation:
	default:
		t.judged(s1Own)
		if g.Outcome != Admitted {
			t.add(s1Own, g.Returned, citing(v, g), "revision %d at %s by %s starts rotation %s for trigger %s; %s", v.Revision, at(v.At), v.By, v.Rotation, g.ID, g.told())
		}
	}
}

// A burst is a rotation of an engine that keeps no record.
type burst struct {
	by, window  string
	first, last time.Duration
	version     uint32
	mint        *Effect // that began it
}

func judgeS1Effects(t *tally, h *Past) {
	bs := bursts(h.Effects)
	if len(bs) == 0 {
		t.skip("nothing was minted")
		return
	}
	for j := range bs {
		b := &bs[j]
		t.judged(s1Overlap)
		for i := range bs[:j] {
			if a := &bs[i]; clash(a, b) {
				t.add(s1Overlap, b.first, citing(a.mint, b.mint), "%s rotated to v%d for window %q %s, %s to v%d for window %q %s",
					a.by, a.version, a.window, span(a.first, a.last), b.by, b.version, b.window, span(b.first, b.last))
				break
			}
		}
	}
	oneAdmission(t, h)
}

func clash(a, b *burst) bool {
	overlap := a.first < b.last && b.first < a.last
	return overlap || a.window != "" && a.window == b.window
}

// bursts groups accepted effects into rotations: each begins with the mint of a
// version, and takes its window from the first push of the same process that
// names one. Effects before the first mint are the tail of something else.
func bursts(effects []Effect) []burst {
	var bs []burst
	for i := range effects {
		e := &effects[i]
		if !e.Accepted {
			continue
		}
		k := burstOf(bs, e)
		switch {
		case k >= 0:
			bs[k].last = e.At
			bs[k].window = cmp.Or(bs[k].window, e.Window)
		case e.Kind == Mint:
			bs = append(bs, burst{e.By, e.Window, e.At, e.At, e.Version, e})
		}
	}
	return bs
}

// burstOf finds the rotation that an effect belongs to; -1 if none. The newest
// comes first: a process that knows no better may use a window twice.
func burstOf(bs []burst, e *Effect) int {
	for k := len(bs) - 1; k >= 0; k-- {
		b := &bs[k]
		if b.by != e.By {
			continue
		}
		if e.Kind == Mint && b.version == e.Version && b.last == b.first || e.Kind != Mint && (b.window == "" || e.Window == "" || b.window == e.Window) {
			return k
		}
		if e.Kind == Mint {
			return -1
		}
	}
	return -1
}
