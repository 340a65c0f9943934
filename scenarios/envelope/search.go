package envelope

import (
	"context"
	"slices"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/deploy"
)

// A Try is an assumption at one value.
type Try struct {
	Value int64
	Runs  int // made, in their order, up to the first in which something went wrong

	struck int // of them, in which what is pushed changed anything

	harm    []string           // what went wrong in that run; nil: nothing in any
	run     int                // its number, from 0
	outcome *scenarios.Outcome // of it, without its log
}

// Holds says that nothing went wrong.
func (t *Try) Holds() bool { return t.harm == nil }

// A search looks for the value at which an assumption breaks.
type search struct {
	q *Question
	a *Assumption

	tries []Try // in the order in which they were made
	cut   bool  // not all that were to be tried could be

	at func(runs int)
}

// bisected is how finely a boundary is looked for, as a part of it.
const bisected = 64

// beyondIt is how many values beyond the boundary are tried, to see that they are no better.
const beyondIt = 3

// run makes the tries. What is assumed comes early, so that a search that is cut short has it.
func (f *search) run(ctx context.Context, assumed int64) error {
	a := f.a
	start := min(max(f.rounded(assumed), a.Least), a.Most)
	bad, err := f.breaks(ctx, a.Least)
	if err != nil || f.cut || bad {
		return err // what breaks at the least breaks by something else
	}
	good, broken := a.Least, int64(-1)
	for v := max(start, a.Least+a.Step); broken < 0 && good < a.Most; v = min(a.Most, max(2*v, v+a.Step)) {
		bad, err := f.breaks(ctx, v)
		switch {
		case err != nil || f.cut:
			return err
		case bad:
			broken = v
		default:
			good = v
		}
	}
	if broken < 0 {
		return nil
	}
	for broken-good > max(a.Step, good/bisected) {
		v := f.rounded((good + broken) / 2)
		if v <= good || v >= broken {
			break
		}
		bad, err := f.breaks(ctx, v)
		switch {
		case err != nil || f.cut:
			return err
		case bad:
			broken = v
		default:
			good = v
		}
	}
	return f.beyond(ctx, broken)
}

// beyond tries values above the boundary: a bisection is right only if they break as well.
func (f *search) beyond(ctx context.Context, broken int64) error {
	for i := int64(1); i <= beyondIt; i++ {
		v := f.rounded(broken + (f.a.Most-broken)*i/beyondIt)
		if f.tried(v) {
			continue
		}
		if _, err := f.breaks(ctx, v); err != nil || f.cut {
			return err
		}
	}
	return nil
}

func (f *search) tried(v int64) bool {
	return slices.ContainsFunc(f.tries, func(t Try) bool { return t.Value == v })
}

// rounded is a value as it is tried: a multiple of the step, or the least or the most.
func (f *search) rounded(v int64) int64 {
	if v >= f.a.Most {
		return f.a.Most
	}
	return max(f.a.Least, v/f.a.Step*f.a.Step)
}

// breaks says whether something goes wrong at a value, in any of the runs. They are made until one
// does, in their order.
func (f *search) breaks(ctx context.Context, value int64) (bad bool, err error) {
	if i := slices.IndexFunc(f.tries, func(t Try) bool { return t.Value == value }); i >= 0 {
		return !f.tries[i].Holds(), nil
	}
	t := Try{Value: value}
	goOn := func() bool { return ctx.Err() == nil && !f.q.over() }
	runner := simulated()
	campaign.InOrder(f.q.Jobs, f.q.Runs, goOn, func(i int) (m campaign.Making) {
		c, err := f.q.runOf(f.a, value, i)
		if err != nil {
			return campaign.Making{Err: err}
		}
		c.NoLog = true
		m.Outcome, m.Err = runner.Run(ctx, c)
		return m
	}, func(i int, m campaign.Making) bool {
		if m.Err != nil {
			if ctx.Err() == nil {
				err = m.Err
			}
			return false
		}
		t.Runs++
		if felt(&m.Outcome) {
			t.struck++
		}
		if t.harm = campaign.Harm(&m.Outcome); len(t.harm) > 0 {
			t.run, t.outcome = i, &m.Outcome
			return false
		}
		t.harm = nil
		m.Outcome.LetGo()
		f.at(f.runs() + t.Runs)
		return true
	})
	if err != nil {
		return false, err
	}
	if t.Holds() && t.Runs < f.q.Runs {
		f.cut = true
		return false, nil
	}
	f.tries = append(f.tries, t)
	return !t.Holds(), nil
}

// felt says that a run differs by what is pushed: an event bit, or the setting is another.
func felt(o *scenarios.Outcome) bool {
	t := o.Setup.Truth
	t.Beyond = false
	return o.Bit() || t != deploy.Truth{} || slices.ContainsFunc(o.Setup.Regions, func(r deploy.Region) bool { return r.Lag > 0 })
}

// struck is in how many runs what is pushed changed anything.
func (f *search) struck() (n int) {
	for i := range f.tries {
		n += f.tries[i].struck
	}
	return n
}

// runs is how many were made.
func (f *search) runs() (n int) {
	for i := range f.tries {
		n += f.tries[i].Runs
	}
	return n
}

// boundary is the largest value of those below the smallest that broke, and that one; nil where
// there is none.
func (f *search) boundary() (holds, breaks *Try, again []Try) {
	sorted := slices.Clone(f.tries)
	slices.SortFunc(sorted, func(a, b Try) int { return int(min(max(a.Value-b.Value, -1), 1)) })
	for i := range sorted {
		switch t := &sorted[i]; {
		case !t.Holds() && breaks == nil:
			breaks = t
		case t.Holds() && breaks == nil:
			holds = t
		case t.Holds():
			again = append(again, *t)
		}
	}
	return holds, breaks, again
}
