package explain

import (
	"context"
	"slices"
	"strings"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim"
)

// A nearest is the run without the failure, of all that were made of the engine, that goes longest
// with the one that failed.
type nearest struct {
	failed  []sim.Decision // of the run that failed
	events  []faults.Event // of that
	found   bool
	first   int  // decision in which they differ, from 0
	planned bool // other events were planned
	run     scenarios.Case
}

// of is how near a run comes that is without the failure.
func (n *nearest) of(c scenarios.Case, log []sim.Decision) nearest {
	first := 0
	for first < len(log) && first < len(n.failed) && log[first] == n.failed[first] {
		first++
	}
	return nearest{found: true, first: first, planned: !slices.Equal(c.Events, n.events), run: c}
}

// take keeps what is nearer: the later it differs the nearer, and with other events it is
// further off than with the same.
func (n *nearest) take(x nearest) {
	if x.found && (!n.found || n.planned && !x.planned || n.planned == x.planned && x.first > n.first) {
		n.found, n.first, n.planned, n.run = true, x.first, x.planned, x.run
	}
}

// tellNearest holds the nearest run without the failure against the one that failed. It is made once
// more, which counts, since it was made without its trace.
func (a *answer) tellNearest(ctx context.Context) {
	n := &a.lab.nearest
	if !n.found {
		return
	}
	c := n.run
	c.Keep, c.NoLog = true, true
	o, err := a.lab.runner.Run(ctx, c)
	if err != nil {
		a.cut("what the nearest run without it did differently")
		return
	}
	defer o.LetGo()
	a.lab.made++
	f := a.lab.of(&o)
	told := &reports.NearestRun{Decision: n.first, How: a.howNear(n), Fate: fateOf(&f)}
	if n.first < len(a.failing.Decided) {
		told.At = clock(a.failing.Decided[n.first])
		told.Place = a.failing.Decisions[n.first].Place
	}
	ours, theirs := doings(&a.failing), doings(&o)
	var i int
	i, told.Differs = firstOther(ours, theirs)
	told.Failing, told.Passing = happened(ours, i), happened(theirs, i)
	if i > 0 {
		told.Before = happened(ours, i-1)
	}
	a.r.Nearest = told
}

// firstOther is the first of what happened in two runs that is another thing, and in what: where all
// of it means the same, the first that is at another time; where that is the same too, the end.
func firstOther(ours, theirs []campaign.Happening) (i int, in string) {
	means := func(x, y campaign.Happening) bool { return x.Who == y.Who && meaning(x.What) == meaning(y.What) }
	for i < len(ours) && i < len(theirs) && means(ours[i], theirs[i]) {
		i++
	}
	if i < max(len(ours), len(theirs)) {
		return i, reports.InMeaning
	}
	for i := range ours {
		if ours[i].At != theirs[i].At {
			return i, reports.InTime
		}
	}
	return len(ours), reports.InNothing
}

// doings are what processes and people did: that other faults struck where others were planned
// is no difference in what they led to.
func doings(o *scenarios.Outcome) []campaign.Happening {
	return slices.DeleteFunc(campaign.Happenings(o), func(h campaign.Happening) bool { return h.Who == "fault" })
}

// howNear says what the run was.
func (a *answer) howNear(n *nearest) string {
	switch {
	case !n.planned && n.run.Branch != nil && n.run.Branch.After > 0:
		return "the same events and decisions, but for what is drawn later"
	case !n.planned:
		return "the same events, and other draws"
	}
	for _, e := range a.failing.Setup.Events {
		if !slices.Contains(n.run.Events, e) {
			for _, x := range n.run.Events {
				if !slices.Contains(a.failing.Setup.Events, x) {
					return "the same seed, with \"" + x.String() + "\" in place of \"" + e.String() + "\""
				}
			}
			return "the same seed, without \"" + e.String() + "\""
		}
	}
	return "the same seed, and other events"
}

// happened is what happened at a place in a list, or that nothing more did.
func happened(all []campaign.Happening, i int) reports.Moment {
	if i >= len(all) {
		return reports.Moment{Who: "…", What: "(nothing more that stories tell)", Kind: reports.Gap}
	}
	return reports.Moment{At: clock(all[i].At), Who: all[i].Who, What: all[i].What}
}

// meaning is what a happening says without the numbers that differ in every run: revisions.
func meaning(what string) string {
	if i := strings.LastIndex(what, " (revision "); i >= 0 {
		return what[:i]
	}
	return what
}
