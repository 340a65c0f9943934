package explain

import (
	"context"
	"slices"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// without is the run with some events left out, and all else as it was drawn.
func (a *answer) without(leave func(faults.Event) bool) scenarios.Case {
	return a.with(slices.DeleteFunc(slices.Clone(a.base.Events), leave))
}

// with is the run with other events.
func (a *answer) with(events []faults.Event) scenarios.Case {
	c := a.base
	c.Events = append([]faults.Event{}, events...) // never nil: that would draw some
	return c
}

// replaced is the run with one event in place of another.
func (a *answer) replaced(i int, e faults.Event) scenarios.Case {
	events := slices.Clone(a.base.Events)
	events[i] = e
	return a.with(events)
}

// tellNeeded leaves out each event, and all that a run could do without.
func (a *answer) tellNeeded(ctx context.Context) {
	cases := []scenarios.Case{}
	var asked []int
	spares := false
	for i, e := range a.base.Events {
		spares = spares || scenarios.Spare(e)
		if !scenarios.Spare(e) && e.Word == deploy.Boot {
			continue // without a first version there is nothing to rotate
		}
		asked = append(asked, i)
		cases = append(cases, a.with(slices.Delete(slices.Clone(a.base.Events), i, i+1)))
	}
	if spares {
		cases = append(cases, a.without(scenarios.Spare))
	}
	fates, whole := a.lab.try(ctx, true, cases...)
	for n, i := range asked {
		e := a.base.Events[i]
		told := reports.ExplainedEvent{Event: e.String(), Fault: scenarios.Spare(e), Needed: reports.NotAsked, Without: fateOf(nil)}
		if n < len(fates) {
			told.Needed, told.Without = needs(&fates[n], len(a.lab.ids)), fateOf(&fates[n])
			if told.Needed == reports.Needed || told.Needed == reports.NeededInPart {
				a.needed = append(a.needed, i)
			}
		}
		a.r.Events = append(a.r.Events, told)
	}
	switch {
	case !spares:
		f := fate{verdict: scenarios.Violated, fired: a.failing.Fired(), judged: true, broken: a.lab.ids}
		a.r.FaultFree = fateOf(&f)
	case len(fates) > len(asked):
		a.r.FaultFree = fateOf(&fates[len(asked)])
		a.alone = fates[len(asked)].fails()
	}
	if !spares {
		a.alone = true
	}
	if !whole {
		a.cut("which events are needed")
	}
}

// needs says whether what was left out is needed for a failure that is known by so much.
func needs(f *fate, known int) reports.Need {
	switch {
	case len(f.broken) == known:
		return reports.NotNeeded
	case f.fails():
		return reports.NeededInPart
	case f.gone():
		return reports.Needed
	}
	return reports.NotKnown
}

// fateOf is what became of a run, for people.
func fateOf(f *fate) reports.Fate {
	if f == nil {
		return reports.Fate{Verdict: "", Violated: []string{}}
	}
	return reports.Fate{Verdict: string(f.verdict), Violated: append([]string{}, f.fired...)}
}
