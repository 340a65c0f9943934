package explain

import (
	"context"
	"fmt"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
)

const (
	firstStep  = 100 * time.Millisecond // of a search
	nearEnough = 20 * time.Millisecond
	either     = 3 // occurrences of a moment on either side
	mostMoved  = 3 // events that are moved: with more of them the page would not end
)

// A dimension is one thing of an event that can be moved.
type dimension struct {
	event int
	of    string
	moved func(time.Duration) faults.Event
	ends  [2]*search
}

// tellWindows moves each needed event, and makes it shorter and longer, until it does no harm
// any more: by the same seed, so that nothing else differs before it strikes.
func (a *answer) tellWindows(ctx context.Context) {
	var all []*dimension
	moved := 0
	for _, i := range a.needed {
		e := a.base.Events[i]
		if !scenarios.Spare(e) {
			continue
		}
		if moved == mostMoved {
			a.cut(fmt.Sprintf("how far \"%s\" can be moved", e))
			continue
		}
		moved++
		if e.On == "" {
			at := &dimension{event: i, of: reports.OfTime, moved: func(d time.Duration) faults.Event { x := e; x.At = d; return x }}
			end := a.failing.Setup.Duration
			if h := a.failing.Setup.Healed; e.IsFault() && h != 0 {
				end = max(h-time.Millisecond, e.At)
			}
			at.ends = [2]*search{newSearch(e.At, 0, firstStep, nearEnough), newSearch(e.At, end, firstStep, nearEnough)}
			all = append(all, at)
		} else {
			a.occurrences(ctx, i)
		}
		if e.For > 0 {
			long := &dimension{event: i, of: reports.OfLength, moved: func(d time.Duration) faults.Event { x := e; x.For = d; return x }}
			most := max((a.failing.Setup.Duration - a.struck(e)).Truncate(time.Millisecond), e.For)
			long.ends = [2]*search{newSearch(e.For, min(time.Millisecond, e.For), firstStep, nearEnough), newSearch(e.For, most, firstStep, nearEnough)}
			all = append(all, long)
		}
	}
	a.seek(ctx, all)
	for _, d := range all {
		if w := d.tell(a.base.Events[d.event]); w.Runs > 0 || !w.Cut { // of what nothing was asked there is nothing to tell
			a.r.Windows = append(a.r.Windows, w)
		}
	}
}

// struck is when an event came into force in the run that failed.
func (a *answer) struck(e faults.Event) time.Duration {
	for _, in := range a.failing.Injections {
		if in.Event == e && in.Injected {
			return in.From
		}
	}
	return e.At
}

// seek asks all questions that searches have, round by round.
func (a *answer) seek(ctx context.Context, all []*dimension) {
	for {
		type question struct {
			s  *search
			at time.Duration
		}
		var asked []question
		var cases []scenarios.Case
		for _, d := range all {
			for _, s := range d.ends {
				at, more := s.next()
				if !more {
					continue
				}
				e := d.moved(at)
				if e.Validate() != nil {
					s.unknown()
					continue
				}
				asked, cases = append(asked, question{s, at}), append(cases, a.replaced(d.event, e))
			}
		}
		if len(cases) == 0 {
			return
		}
		fates, whole := a.lab.try(ctx, true, cases...)
		for i := range fates {
			if fates[i].fails || fates[i].gone() {
				asked[i].s.told(asked[i].at, fates[i].fails)
			} else {
				asked[i].s.unknown()
			}
		}
		if !whole {
			a.cut("how far the needed events can be moved")
			return
		}
	}
}

func (d *dimension) tell(e faults.Event) reports.HarmWindow {
	low, high := d.ends[0], d.ends[1]
	w := reports.HarmWindow{Event: e.String(), Of: d.of, From: faults.PrintDuration(low.in), To: faults.PrintDuration(high.in),
		Runs: low.asked + high.asked, Places: []string{}, Cut: low.more() || high.more()}
	if low.ended {
		w.Below = faults.PrintDuration(low.out)
	}
	if high.ended {
		w.Above = faults.PrintDuration(high.out)
	}
	return w
}

// occurrences has an event wait for other occurrences of its moment.
func (a *answer) occurrences(ctx context.Context, i int) {
	e := a.base.Events[i]
	var nths []int
	var cases []scenarios.Case
	for nth := max(e.Nth-either, 1); nth <= e.Nth+either; nth++ {
		if nth == e.Nth {
			continue
		}
		x := e
		x.Nth = nth
		if x.Validate() == nil {
			nths, cases = append(nths, nth), append(cases, a.replaced(i, x))
		}
	}
	fates, whole := a.lab.try(ctx, true, cases...)
	if !whole {
		a.cut(fmt.Sprintf("at which other occurrences \"%s\" does harm", e))
	}
	if len(fates) == 0 {
		return
	}
	w := reports.HarmWindow{Event: e.String(), Of: reports.OfOccurrence, Places: []string{}}
	own := false
	for n := range fates {
		if nths[n] > e.Nth && !own {
			own = true
			w.Places = append(w.Places, fmt.Sprintf("#%d", e.Nth))
		}
		if fates[n].fails || fates[n].gone() {
			w.Runs++ // what could not be judged says nothing
		}
		if fates[n].fails {
			w.Places = append(w.Places, fmt.Sprintf("#%d", nths[n]))
		}
	}
	if !own {
		w.Places = append(w.Places, fmt.Sprintf("#%d", e.Nth))
	}
	w.From, w.To = fmt.Sprintf("#%d", min(nths[0], e.Nth)), fmt.Sprintf("#%d", max(nths[len(fates)-1], e.Nth))
	a.r.Windows = append(a.r.Windows, w)
}
