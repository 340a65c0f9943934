package envelope

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
)

// told is what came of an assumption.
func (q *Question) told(f *search, why string) reports.Pushed {
	a, plain := f.a, q.plain()
	x := reports.Pushed{Name: a.Name, Text: a.Text, Unit: string(a.Unit), Safe: a.Safe, Struck: f.struck(), Harm: []string{}, Again: []reports.Value{},
		Runs: f.runs(), CutShort: f.cut, NotTried: why, Tried: []reports.TriedValue{}, Least: q.value(a, a.Least), Most: q.value(a, a.Most)}
	if v, said := a.Assumed(&plain.Setting); said {
		x.Assumed = &reports.Value{Value: v, Said: a.Unit.Say(v)}
	}
	for _, t := range f.tries {
		x.Tried = append(x.Tried, reports.TriedValue{Value: q.value(a, t.Value), Runs: t.Runs, Harm: append([]string{}, t.harm...)})
	}
	slices.SortFunc(x.Tried, func(a, b reports.TriedValue) int { return int(min(max(a.Value.Value-b.Value.Value, -1), 1)) })
	holds, breaks, again := f.boundary()
	if holds != nil {
		v := q.value(a, holds.Value)
		x.Holds = &v
	}
	if breaks != nil {
		v := q.value(a, breaks.Value)
		x.Breaks, x.Harm = &v, breaks.harm
	}
	for _, t := range again {
		x.Again = append(x.Again, q.value(a, t.Value))
	}
	x.Margin = x.Reach()
	return x
}

func (q *Question) value(a *Assumption, v int64) reports.Value {
	return reports.Value{Value: v, Said: a.Unit.Say(v)}
}

// conclude comes to the verdict.
func (q *Question) conclude(r *reports.Envelope) {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	within, lost := r.Within()
	hold(reports.InternalError, r.Error != nil)
	hold(reports.Violation, len(within) > 0)
	hold(reports.Nondeterministic, len(r.Different) > 0)
	hold(reports.Interrupted, r.Interrupted)
	hold(reports.NothingRan, r.Runs == 0)
	hold(reports.Inconclusive, !r.Whole())
	hold(reports.CriterionMissed, len(lost) > 0)
	r.Decide(all...)
	r.Closing, r.Next = q.closing(r, within, lost)
}

// closing says what to do, and the command with which it ends, if it does.
func (q *Question) closing(r *reports.Envelope, within, lost []string) (text, next string) {
	command := func(name string) string {
		for i := range r.Pushed {
			if r.Pushed[i].Name == name {
				return r.Pushed[i].Command
			}
		}
		return ""
	}
	switch r.Verdict {
	case reports.InternalError:
		return "Not all of it could be kept: " + r.Error.Message + ".", ""
	case reports.Violation:
		next = command(within[0])
		return fmt.Sprintf("Within what policy says, something is violated: %s. Do not roll this engine out; start with: %s", strings.Join(within, ", "), next), next
	case reports.Nondeterministic:
		return "The same run came out in two ways: no result of this engine can be trusted. Look for a clock, a map order or a goroutine in it.", ""
	case reports.Interrupted:
		return "Interrupted: what was measured until then is above. To measure all: " + q.Again, q.Again
	case reports.NothingRan:
		return "No run was made: the budget was over before the first, or nothing could be pushed. Give a longer --budget.", ""
	case reports.Inconclusive:
		if never := unmeasurable(r); len(never) > 0 {
			return fmt.Sprintf("Not measured, and more time would not help: %s. Leave them out with --only, which names those that are to be pushed.", strings.Join(never, ", ")), ""
		}
		return "The budget was over before all was measured. Give a longer --budget, fewer --runs, or the assumptions that matter with --only.", ""
	case reports.CriterionMissed:
		next = command(lost[0])
		return fmt.Sprintf("Within what policy says, something is lost without a violation: %s. Look at: %s", strings.Join(lost, ", "), next), next
	}
	return "Whatever policy says holds, and so far beyond it as the table says.", ""
}

// unmeasurable are the assumptions that cannot be pushed for this engine, and those whose push
// changed nothing.
func unmeasurable(r *reports.Envelope) (names []string) {
	for i := range r.Pushed {
		x := &r.Pushed[i]
		if x.NotTried != "" || !x.CutShort && x.Breaks == nil && x.Struck == 0 {
			names = append(names, x.Name)
		}
	}
	return names
}
