package checker

import (
	"cmp"
	"time"
)

var s1 = Invariant{"S1",
	"At most one unfinished rotation per key; any number of triggers for one window start at most one; none starts without a window or an operator.",
	[]Clause{
		{"overlap", "No rotation takes the record while another is unfinished."},
		{"window", "Each attempt of a window starts one rotation at most."},
		{"asked", "No rotation starts that nobody asked for."},
		{"told", "Callers are told of one start for each attempt of a window."},
	}, judgeS1}

const (
	s1Overlap clause = iota
	s1Window
	s1Asked
	s1Told
)

// S1: duplicate execution. With a described engine the record tells; without, a
// rotation is what one process does to the world outside, from its first mint
// to its last effect.
func judgeS1(t *tally, h *Past) {
	if !h.Offers.Record {
		judgeS1Effects(t, h)
		return
	}
	if len(starts(h.Views)) == 0 {
		t.skip("no rotation was started")
		return
	}
	oneAtATime(t, h.Views)
	onePerWindow(t, h)
	oneAdmission(t, h.Triggers)
}

// oneAtATime demands that a rotation is over before another takes the record.
// COMMITTED and ABORTED are over; IDLE is too if it was reached through them, or
// through a change of the active version. A rotation that was simply left for
// IDLE stays unfinished for ever, and the next one runs beside it.
func oneAtATime(t *tally, views []View) {
	var unfinished *View // the latest view of the rotation in flight
	active := uint32(0)  // version that was active when it started
	for i := range views {
		v := &views[i]
		if unfinished != nil && v.Rotation != "" && v.Rotation != unfinished.Rotation {
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

// onePerWindow demands that each window and attempt starts one rotation, and
// only if somebody asked for it.
func onePerWindow(t *tally, h *Past) {
	ss := starts(h.Views)
	for i, s := range ss {
		v := s.view
		t.judged(s1Overlap)
		t.judged(s1Window)
		t.judged(s1Asked)
		if !v.caused(byOperator) && !asked(h.Triggers, v) {
			t.add(s1Asked, v.At, citing(v), "revision %d at %s by %s: rotation %s starts for window %q, attempt %d, for which no trigger was sent",
				v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt)
		}
		for _, before := range ss[:i] {
			if b := before.view; b.Window == v.Window && b.Attempt == v.Attempt {
				t.add(s1Window, v.At, citing(b, v), "revision %d at %s by %s: rotation %s starts for window %s, attempt %d, for which rotation %s started at revision %d by %s",
					v.Revision, at(v.At), v.By, v.Rotation, v.Window, v.Attempt, b.Rotation, b.Revision, b.By)
				break
			}
		}
	}
}

func asked(triggers []Trigger, v *View) bool {
	for i := range triggers {
		g := &triggers[i]
		if g.Window == v.Window && g.Attempt == v.Attempt && g.Called <= v.At {
			return true
		}
	}
	return false
}

// oneAdmission demands that callers, too, are told of one start only.
func oneAdmission(t *tally, triggers []Trigger) {
	type slot struct {
		window  string
		attempt int
	}
	first := make(map[slot]*Trigger)
	for i := range triggers {
		g := &triggers[i]
		if g.Outcome != Admitted {
			continue
		}
		s := slot{g.Window, g.Attempt}
		t.judged(s1Told)
		if f := first[s]; f != nil {
			t.add(s1Told, g.Returned, citing(f, g), "window %s, attempt %d, was admitted twice: trigger %s by %s at %s as %s, trigger %s by %s at %s as %s",
				g.Window, g.Attempt, f.ID, f.Worker, at(f.Returned), f.Rotation, g.ID, g.Worker, at(g.Returned), g.Rotation)
			continue
		}
		first[s] = g
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
	oneAdmission(t, h.Triggers)
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
		if e.Kind == Mint && b.version == e.Version && b.last == b.first || e.Kind != Mint && (b.window == "" || b.window == e.Window) {
			return k
		}
		if e.Kind == Mint {
			return -1
		}
	}
	return -1
}
