package campaign

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/shrink"
)

// A small is a failure whose run was made small, for one of what was violated in it.
type small struct {
	Failure
	shrunk *reports.Shrunk // nil: the run is as it was found
}

// shrunkTo makes the run of a failure small, so that one of what was violated in it still is. Of
// the rest it has what is violated in the small run as well. Ctx ends the search, and what it has
// by then is kept.
func shrunkTo(ctx context.Context, q shrink.Shrinker, f Failure, id string) (small, error) {
	k := shrink.Kept{Invariant: id}
	for _, v := range f.Violated {
		if v.Invariant == id {
			k.Clause = v.Violation.Clause
		}
	}
	r, err := q.Shrink(ctx, f.Outcome, k)
	switch {
	case errors.Is(err, shrink.ErrOther):
		return small{Failure: f}, nil // not deterministic: what was found first is what is told
	case err != nil:
		return small{Failure: f}, err
	}
	fired := r.Outcome.Fired()
	ids := slices.DeleteFunc(f.ids(), func(x string) bool { return !slices.Contains(fired, x) })
	slices.SortStableFunc(ids, func(x, y string) int { return notIs(x, id) - notIs(y, id) })
	return small{failure(f.Run, ids, r.Outcome), shrunkReport(r)}, nil
}

func notIs(x, id string) int {
	if x == id {
		return 0
	}
	return 1
}

// shrunkReport puts a result into the words of reports.
func shrunkReport(r *shrink.Result) *reports.Shrunk {
	lines := func(all []shrink.Entry) []string {
		return append([]string{}, scenarios.Names(all, shrink.Entry.String)...)
	}
	return &reports.Shrunk{Invariant: r.Invariant, Clause: r.Clause, Before: sizeOf(r.Before), After: sizeOf(r.After),
		Drawing: append([]string{}, r.Drawing...), Runs: r.Runs, Least: r.Least, Ended: r.Ended, Gone: lines(r.Gone), Needed: lines(r.Needed)}
}

func sizeOf(z shrink.Size) reports.RunSize {
	return reports.RunSize{Events: z.Events, Drawn: z.Spares, Nodes: z.Nodes, Workers: z.Workers, Clients: z.Clients, Relying: z.Relying,
		Keys: z.Keys, Seconds: z.Seconds, Places: z.Places}
}

// How many runs each failure is worth. Most need some tens; a gate that has many failures does
// not have its reader wait for those that need all.
const (
	runsInAll   = 3000
	fewestOfOne = 100
)

// worth is how many runs each of some failures may take.
func worth(failures int) int {
	return min(shrink.DefaultRuns, max(fewestOfOne, runsInAll/max(1, failures)))
}

// jobsOf is how many runs are made at a time.
func jobsOf(jobs int) int { return cmp.Or(jobs, runtime.GOMAXPROCS(0)) }

// allOf says whether all of some are among others.
func allOf(some, others []string) bool {
	return !slices.ContainsFunc(some, func(id string) bool { return !slices.Contains(others, id) })
}
