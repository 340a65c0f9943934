package explain

import (
	"context"
	"slices"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim"
)

// A lab makes runs, as many as there are.
type lab struct {
	runner  scenarios.Runner
	id      string // what the failure is known by
	jobs    int
	left    int // runs
	made    int
	longest int // steps of a run: one that takes more is stopped, and not judged
	most    int
	tell    campaign.Progress
	nearest nearest
}

// A fate is what became of a run.
type fate struct {
	verdict scenarios.Verdict
	fired   []string
	fails   bool // the failure is there
	judged  bool
	hash    [32]byte
}

// gone says that the run was judged, and the failure is not there.
func (f *fate) gone() bool { return f.judged && !f.fails }

// of is what became of a run, as far as it is told.
func (l *lab) of(o *scenarios.Outcome) fate {
	f := fate{verdict: o.Verdict(), fired: slices.Clone(o.Fired()), hash: o.Hash}
	f.fails = slices.Contains(f.fired, l.id)
	if o.Diverged != nil { // it is another run than was meant
		f.verdict, f.fails = scenarios.Invalid, false
	}
	stopped := slices.ContainsFunc(o.Findings, func(x sim.Finding) bool { return x.Kind == sim.KindRunaway })
	f.judged = !stopped && (f.verdict == scenarios.Violated || f.verdict == scenarios.Passed || f.verdict == scenarios.Missed)
	return f
}

// try makes runs, several at a time, and says what became of each. It makes the first so
// many where there are not enough left, and says whether it made all. Comparable says that
// they are of the engine itself, so that one that passes shows what else could have been.
func (l *lab) try(ctx context.Context, comparable bool, cases ...scenarios.Case) (all []fate, whole bool) {
	n := min(len(cases), l.left)
	type run struct {
		fate fate
		near nearest
		err  error
	}
	campaign.InOrder(l.jobs, n, func() bool { return ctx.Err() == nil }, func(i int) (r run) {
		c := cases[i]
		c.NoLog, c.Most = !comparable, l.longest
		o, err := l.runner.Run(ctx, c)
		if err != nil {
			return run{err: err} // it could not be made: nothing is known of it
		}
		r.fate = l.of(&o)
		if comparable && r.fate.gone() {
			r.near = l.nearest.of(c, o.Decisions)
		}
		o.LetGo()
		return r
	}, func(_ int, r run) bool {
		if r.err != nil && ctx.Err() != nil {
			return false
		}
		l.made++
		l.left--
		l.tell.At(l.made, l.most)
		all = append(all, r.fate)
		l.nearest.take(r.near)
		return true
	})
	return all, len(all) == len(cases)
}
