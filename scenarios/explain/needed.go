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

// tellFaultFree leaves out all that the run could do without, and chooses what is asked about:
// of several things that were violated the first that is not violated without faults too.
func (a *answer) tellFaultFree(ctx context.Context) {
	if !slices.ContainsFunc(a.base.Events, scenarios.Spare) {
		f := a.lab.of(&a.failing)
		a.r.FaultFree, a.alone = fateOf(&f), true
		return
	}
	fates, whole := a.lab.try(ctx, true, a.without(scenarios.Spare))
	if !whole {
		a.cut("what happens without any fault")
		return
	}
	f := &fates[0]
	if a.q.Of == "" && f.judged {
		for _, id := range a.r.Violated {
			if !slices.Contains(f.fired, id) {
				a.lab.id = id
				break
			}
		}
	}
	a.alone = slices.Contains(f.fired, a.lab.id)
	a.passesWithout = f.judged && !a.alone
	a.r.FaultFree = fateOf(f)
}

// tellNeeded leaves out each event.
func (a *answer) tellNeeded(ctx context.Context) {
	var cases []scenarios.Case
	var asked []int
	for i, e := range a.base.Events {
		if !scenarios.Spare(e) && e.Word == deploy.Boot {
			continue // without a first version there is nothing to rotate
		}
		asked = append(asked, i)
		cases = append(cases, a.with(slices.Delete(slices.Clone(a.base.Events), i, i+1)))
	}
	fates, whole := a.lab.try(ctx, true, cases...)
	for n, i := range asked {
		e := a.base.Events[i]
		told := reports.ExplainedEvent{Event: e.String(), Fault: scenarios.Spare(e), Needed: reports.NotAsked, Without: fateOf(nil)}
		if n < len(fates) {
			told.Needed, told.Without = needs(&fates[n]), fateOf(&fates[n])
			if told.Needed == reports.Needed {
				a.needed = append(a.needed, i)
			}
		}
		a.r.Events = append(a.r.Events, told)
	}
	if !whole {
		a.cut("which events are needed")
	}
}

// needs says whether what was left out is needed.
func needs(f *fate) reports.Need {
	switch {
	case f.fails:
		return reports.NotNeeded
	case f.gone():
		return reports.Needed
	}
	return reports.NotKnown
}

// fateOf is what became of a run, for people.
func fateOf(f *fate) reports.Aftermath {
	if f == nil {
		return reports.Aftermath{Verdict: "", Violated: []string{}}
	}
	return reports.Aftermath{Verdict: string(f.verdict), Violated: append([]string{}, f.fired...)}
}
