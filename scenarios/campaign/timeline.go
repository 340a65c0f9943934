package campaign

import (
	"context"
	"fmt"
	"math"
	"time"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// timeline makes one run without faults and tells how a rotation went in it; nil if no
// random run was made, so that nobody asks what is usual in them, or if there is nothing to tell.
func timeline(ctx context.Context, c *Campaign, f *Findings) (*reports.Timeline, error) {
	if f.Runs == 0 || c.Runs == 0 || ctx.Err() != nil {
		return nil, nil
	}
	o, err := c.Runner.Run(ctx, c.faultless())
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil // it was cut off
		}
		return nil, err
	}
	defer o.LetGo()
	return usual(&o), nil
}

// usual tells how the first rotation of the first key went that replaced a version.
func usual(o *scenarios.Outcome) *reports.Timeline {
	if o.Past == nil || !o.Past.Offers.Record || len(o.Past.Keys) == 0 {
		return nil
	}
	w := watched{key: o.Past.Keys[0], past: o.Past}
	for i := range o.Past.Views {
		if v := &o.Past.Views[i]; v.Key == w.key && v.RecordWritten {
			w.views = append(w.views, v)
		}
	}
	from, to := w.replacement()
	if to < 0 {
		return nil
	}
	first, commit := w.views[from], w.views[to]
	t := &reports.Timeline{Seed: fmt.Sprint(o.Case.Seed), Verdict: string(o.Verdict()), Key: w.key, Window: first.Window,
		From: int(first.Active), To: int(commit.Active), Marks: w.marks(from, to)}
	t.Phases = w.phases(from, to)
	t.Versions = append(w.states(from, first.Active), w.states(from, commit.Active)...)
	return t
}

// watched is one key, as the store had it: one view for each write of its record.
type watched struct {
	key   string
	past  *checker.Past
	views []*checker.View
}

// replacement is where the first rotation begins that replaces a version, and where it
// commits; to is -1 if there is none.
func (w *watched) replacement() (from, to int) {
	from = -1
	for i, v := range w.views {
		switch {
		case i > 0 && v.Phase == checker.Intent && w.views[i-1].Phase != checker.Intent && v.Active > 0:
			from = i
		case v.Phase == checker.Aborting || v.Phase == checker.Halted:
			from = -1 // it is not usual
		case from >= 0 && v.Phase == checker.Committed:
			return from, i
		}
	}
	return from, -1
}

// until is when a view was followed by the next; the run's end if none does.
func (w *watched) until(i int) time.Duration {
	if i+1 < len(w.views) {
		return w.views[i+1].At
	}
	return w.past.End
}

// phases are those of a rotation, with their owners.
func (w *watched) phases(from, to int) []reports.PhaseSpan {
	all := []reports.PhaseSpan{}
	for i := from; i <= to; i++ {
		v := w.views[i]
		s := reports.PhaseSpan{Phase: v.Phase, Owner: deploy.MachineOf(v.Owner), From: inSeconds(v.At), To: inSeconds(w.until(i))}
		if last := len(all) - 1; last >= 0 && all[last].Phase == s.Phase && all[last].Owner == s.Owner {
			all[last].To = s.To
			continue
		}
		all = append(all, s)
	}
	return all
}

// states are those of a version, from a view on.
func (w *watched) states(from int, n uint32) []reports.VersionSpan {
	all := []reports.VersionSpan{}
	for i := from; i < len(w.views); i++ {
		for _, ver := range w.views[i].Versions {
			if ver.N != n {
				continue
			}
			s := reports.VersionSpan{Version: int(n), State: ver.State, From: inSeconds(w.views[i].At), To: inSeconds(w.until(i))}
			if last := len(all) - 1; last >= 0 && all[last].State == s.State {
				all[last].To = s.To
				continue
			}
			all = append(all, s)
		}
	}
	return all
}

// marks are the moments that a rotation waits for. A barrier passes when the last stamp below
// its target has ended or was replaced, which is before the engine has read that it has.
func (w *watched) marks(from, to int) []reports.TimelineMark {
	all := []reports.TimelineMark{}
	for i := from + 1; i <= to; i++ {
		v, before := w.views[i], w.views[i-1]
		if v.Phase == before.Phase || !w.past.Offers.Stamps {
			continue
		}
		switch v.Phase {
		case checker.Verified:
			at := w.passed(i, checker.Published, func(*checker.Grant) bool { return true })
			all = append(all, reports.TimelineMark{Mark: "B1", Text: "every stamp that stands can open the next version", At: inSeconds(at)})
		case checker.Committed:
			at := w.passed(i, checker.Draining, func(g *checker.Grant) bool { return g.Sealing })
			all = append(all, reports.TimelineMark{Mark: "B2", Text: "no stamp that stands may seal under the old version", At: inSeconds(at)})
		}
	}
	return append(all, reports.TimelineMark{Mark: "commit", Text: "the next version is the active one", At: inSeconds(w.views[to].At)})
}

// passed is when no stamp of some was below the target any more that was raised with the phase
// which view i ends.
func (w *watched) passed(i int, phase checker.Phase, counts func(*checker.Grant) bool) time.Duration {
	raised := i - 1
	for raised > 0 && w.views[raised-1].Phase == phase && w.views[raised-1].Target == w.views[i-1].Target {
		raised--
	}
	since, target, ends := w.views[raised].At, w.views[i-1].Target, w.views[i].At
	at := since
	for k := range w.past.Stamps {
		g := &w.past.Stamps[k]
		if g.Key == w.key && g.Rev < target && g.At < ends && g.Until > at && counts(g) {
			at = min(g.Until, ends)
		}
	}
	return at
}

// inSeconds is a simulated time as a number, to the millisecond, as all times are told.
func inSeconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)) / 1000
}
