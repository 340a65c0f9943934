package explain

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"pawl/checker"
	"pawl/reports"
	"pawl/reports/stats"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim"
)

const (
	gridPoints  = 9  // of the curve, before it is looked at more closely
	eachPoint   = 16 // continuations at a point
	fewOnEach   = 4  // where there is little to see
	surePoint   = 48 // and where the failure is said to be settled
	mostPoints  = 24
	fewTold     = 3 // happenings on either side of where it was settled
	mostBetween = 8 // that are told of a step of the curve
)

// A point is what became of the continuations from one decision on.
type point struct {
	after                  int
	runs, failed, unjudged int
}

func (p *point) judged() int { return p.runs - p.unjudged }

func (p *point) share() float64 {
	if p.judged() == 0 {
		return 0
	}
	return float64(p.failed) / float64(p.judged())
}

// continuation is the run up to a decision, and what another seed draws from there on. Its
// events are as they were.
func (a *answer) continuation(after, n int) scenarios.Case {
	c := a.base
	c.Replay, c.Branch = a.failing.Decisions, &sim.Branch{After: after, Seed: campaign.SeedOf(a.base.Seed, fmt.Sprintf("explain/%d", after), n)}
	return c
}

// branch makes continuations at some places, and puts them among the points.
func (a *answer) branch(ctx context.Context, each int, places ...int) bool {
	var cases []scenarios.Case
	for _, after := range places {
		begun := a.point(after).runs
		for n := begun; n < max(each, begun); n++ {
			cases = append(cases, a.continuation(after, n))
		}
	}
	fates, whole := a.lab.try(ctx, true, cases...)
	for i := range fates {
		p := a.point(cases[i].Branch.After)
		p.runs++
		switch {
		case fates[i].fails:
			p.failed++
			if p.after == 0 {
				a.alsoFail = append(a.alsoFail, cases[i])
			}
		case !fates[i].judged:
			p.unjudged++
		}
	}
	return whole
}

// point is the one at a place; it is made if there is none.
func (a *answer) point(after int) *point {
	i := sort.Search(len(a.points), func(i int) bool { return a.points[i].after >= after })
	if i == len(a.points) || a.points[i].after != after {
		a.points = slices.Insert(a.points, i, &point{after: after})
	}
	return a.points[i]
}

// tellCurve makes continuations on a grid, and then always in the middle of the steepest step,
// until that is one decision or there are points enough.
func (a *answer) tellCurve(ctx context.Context) {
	end := a.brokenBy()
	grid := []int{0}
	for i := 1; i < gridPoints; i++ {
		if at := end * i / (gridPoints - 1); at != grid[len(grid)-1] {
			grid = append(grid, at)
		}
	}
	each := eachPoint
	if p := a.point(0); p.runs > 0 && p.failed == p.runs {
		each = fewOnEach // by these events it fails whatever is drawn, as far as one can see
	}
	whole := a.branch(ctx, each, grid...)
	for whole && len(a.points) < mostPoints {
		from, to, steep := a.steepest()
		if !steep || to.after-from.after < 2 {
			break
		}
		whole = a.branch(ctx, eachPoint, (from.after+to.after)/2)
	}
	if p := a.settled(); whole && p != nil {
		whole = a.branch(ctx, surePoint, p.after)
	}
	a.points = slices.DeleteFunc(a.points, func(p *point) bool { return p.runs == 0 })
	for _, p := range a.points {
		low, high := stats.Interval(p.failed, p.judged())
		told := reports.CurvePoint{Decision: p.after, At: clock(a.madeBy(p.after)), Runs: p.runs, Failed: p.failed, Undecided: p.unjudged,
			Share: percent(p.share()), Low: percent(low), High: percent(high)}
		a.r.Curve = append(a.r.Curve, told)
	}
	if from, to, steep := a.steepest(); steep {
		a.r.Steepest = &reports.CurveStep{From: from.after, To: to.after, FromShare: percent(from.share()), ToShare: percent(to.share()), Place: a.placeOf(from.after), Story: a.between(from.after, to.after)}
	}
	if p := a.settled(); whole && p != nil {
		low, _ := stats.Interval(p.failed, p.judged())
		at := a.madeBy(p.after)
		told := &reports.Settled{Decision: p.after, At: clock(at), Runs: p.judged(), Low: percent(low), State: a.stateAt(at), Before: a.before(at)}
		if p.after > 0 {
			told.Place = a.placeOf(p.after - 1)
		}
		a.r.Settled = told
	}
	if !whole {
		a.cut(reports.LeftCurve)
	}
}

// brokenBy is how many decisions had been made when the failure was there: one at least, if there
// is one.
func (a *answer) brokenBy() int {
	n := sort.Search(len(a.failing.Decided), func(i int) bool { return a.failing.Decided[i] > a.broken.Violation.At })
	return min(max(n, 1), len(a.failing.Decided))
}

// madeBy is when so many decisions had been made: the time of the last of them.
func (a *answer) madeBy(n int) time.Duration {
	if n == 0 || len(a.failing.Decided) == 0 {
		return 0
	}
	return a.failing.Decided[min(n, len(a.failing.Decided))-1]
}

// steepest is where the share of failures grows most from one point to the next; of several
// the last. It is none where it does not grow.
func (a *answer) steepest() (from, to *point, steep bool) {
	most := 0.0
	for i := 1; i < len(a.points); i++ {
		x, y := a.points[i-1], a.points[i]
		if grows := y.share() - x.share(); x.judged() > 0 && y.judged() > 0 && grows > 0 && grows >= most {
			from, to, most, steep = x, y, grows, true
		}
	}
	return from, to, steep
}

// settled is the first point from which on all continuations failed, at all points.
func (a *answer) settled() (first *point) {
	for i := len(a.points) - 1; i >= 0; i-- {
		p := a.points[i]
		if p.judged() == 0 {
			continue
		}
		if p.failed < p.judged() {
			break
		}
		first = p
	}
	return first
}

// placeOf is where a decision of the run that failed was made.
func (a *answer) placeOf(i int) string {
	if i < 0 || i >= len(a.failing.Decisions) {
		return ""
	}
	return a.failing.Decisions[i].Place
}

// between is what happened in the run that failed while some decisions were made, and until the
// next one was, by which what the last has led to can be seen.
func (a *answer) between(from, to int) []reports.Moment {
	start, end := a.madeBy(from), a.madeBy(to+1)
	some := []reports.Moment{}
	left := 0
	for _, h := range campaign.Happenings(&a.failing) {
		switch {
		case h.At < start || h.At > end:
		case len(some) == mostBetween:
			left++
		default:
			some = append(some, reports.Moment{At: clock(h.At), Who: h.Who, What: h.What})
		}
	}
	if left > 0 {
		some = append(some, reports.Moment{Who: "…", What: fmt.Sprintf("(%d more)", left), Kind: reports.Gap})
	}
	return some
}

// before is what had happened last at a time.
func (a *answer) before(at time.Duration) []reports.Moment {
	all := campaign.Happenings(&a.failing)
	n := sort.Search(len(all), func(i int) bool { return all[i].At > at })
	some := []reports.Moment{}
	for _, h := range all[max(n-fewTold, 0):n] {
		some = append(some, reports.Moment{At: clock(h.At), Who: h.Who, What: h.What})
	}
	return some
}

// stateAt is how the record stood at a time, of the key that the failure is about.
func (a *answer) stateAt(at time.Duration) string {
	if a.failing.Past == nil {
		return ""
	}
	key := a.broken.Violation.Key
	var last *checker.View
	for i := range a.failing.Past.Views {
		v := &a.failing.Past.Views[i]
		if v.At <= at && v.RecordWritten && (key == "" || v.Key == key) {
			last = v
		}
	}
	if last == nil {
		return "no record had been written"
	}
	text := fmt.Sprintf("the record said %s, fence %d, active version %d", last.Phase, last.Fence, last.Active)
	if last.Next != 0 {
		text += fmt.Sprintf(", next version %d", last.Next)
	}
	if last.Owner != "" {
		text += ", owner " + last.Owner
	}
	return text
}

// percent is a share in percent, to a tenth.
func percent(share float64) float64 { return float64(int(share*1000+0.5)) / 10 }

// clock is a time as stories have it.
func clock(d time.Duration) string {
	d = d.Round(time.Millisecond)
	return fmt.Sprintf("%d.%03d s", d/time.Second, d%time.Second/time.Millisecond)
}
