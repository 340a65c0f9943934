package campaign

import (
	"context"
	"slices"

	"pawl/scenarios"
)

// Reduce leaves out the events that a failure does not need: one at a time, as
// long as all that was violated still is, until none can be spared. Randomness is keyed
// by place, so that a run without an event is the same up to where that
// would have happened.
func Reduce(ctx context.Context, d scenarios.Runner, f Failure) (Failure, error) {
	for i := len(f.Outcome.Setup.Events) - 1; i >= 0; i-- {
		if !scenarios.Spare(f.Outcome.Setup.Events[i]) {
			continue
		}
		c := f.Outcome.Case
		c.Events = slices.Delete(slices.Clone(f.Outcome.Setup.Events), i, i+1) // never nil: that would draw some
		o, err := d.Run(ctx, c)
		if err != nil {
			return f, err
		}
		if allOf(f.ids(), f.seen(&o)) {
			f = f.again(f.ids(), &o)
			i = len(o.Setup.Events) // what was needed before may not be now
		}
	}
	return f, nil
}

// allOf says whether all of some are among others.
func allOf(some, others []string) bool {
	return !slices.ContainsFunc(some, func(id string) bool { return !slices.Contains(others, id) })
}

// Kept reduces a failure and makes its run once more, with its trace.
func Kept(ctx context.Context, d scenarios.Runner, f Failure) (Failure, error) {
	f, err := Reduce(ctx, d, f)
	if err != nil {
		return f, err
	}
	c := f.Outcome.Case
	c.Keep = true
	o, err := d.Run(ctx, c)
	if err != nil || o.Hash != f.Outcome.Hash {
		return f, err // not deterministic: what was found first is what is told
	}
	return f.again(f.ids(), &o), nil
}
