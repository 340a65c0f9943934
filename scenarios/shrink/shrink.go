package shrink

import (
	"context"
	"errors"
	"fmt"

	"pawl/scenarios"
)

// DefaultRuns is how many runs a violation is worth that is kept.
const DefaultRuns = 500

// A Shrinker makes runs smaller.
type Shrinker struct {
	Runner scenarios.Runner
	Runs   int  // that are made at most; 0 stands for DefaultRuns. One of very many steps counts as several
	Jobs   int  // at a time; what comes of it is the same for any number
	Fixed  bool // the cluster and its policy stay as they are, since the engine is at home there

	Progress func(done, of int) // nil: nobody asks
}

// A Kept is what stays violated.
type Kept struct {
	Invariant string // or the kind of a finding about the program
	Clause    string // by which it is violated; "" where there is none
}

// String is what is kept in words.
func (k Kept) String() string {
	if k.Clause == "" {
		return k.Invariant
	}
	return k.Invariant + " by " + k.Clause
}

// An Entry is one change that was tried.
type Entry struct {
	What string // what was different
	Why  string // why it cannot be so; "" of what could
}

// String is a trial as one line.
func (t Entry) String() string {
	if t.Why == "" {
		return t.What
	}
	return t.What + ": " + t.Why
}

// A Result is what is left of a run.
type Result struct {
	Kept
	Outcome *scenarios.Outcome // of the run that is left, with its decisions and its trace

	Before, After Size
	Drawing       []string // the places that still draw
	Runs          int      // that it took

	Gone   []Entry // what was left out or made simpler, in that order
	Needed []Entry // what was tried by itself on the run that is left, and is needed
	Least  bool    // nothing more can go: each single part was tried by itself, and is needed
	Ended  string  // why it ended, where it is not that
}

// ErrOther says that the run is not what it was taken for: made again it is another one, or
// does not violate what it is to go on violating.
var ErrOther = errors.New("made once more, it is not the same run")

// Shrink makes a run smaller in which an invariant is violated. When the context ends it keeps
// what it has. The outcome that it is given stays the caller's.
func (q *Shrinker) Shrink(ctx context.Context, o *scenarios.Outcome, keep Kept) (*Result, error) {
	s := &search{q: q, ctx: ctx, keep: keep, base: o.Case, made: map[[32]byte]*attempt{}, bound: q.Runs}
	if s.bound <= 0 {
		s.bound = DefaultRuns
	}
	s.base.NoLog, s.base.Keep, s.base.Census = true, false, false
	s.invalid, s.undecided = len(o.Report.Invalid) > 0, undecided(&o.Report)
	first, err := s.again(context.WithoutCancel(ctx), runOf(o))
	if err != nil {
		return nil, err
	}
	if _, shown := first.Shows(keep.Invariant, keep.Clause); !shown || first.Hash != o.Hash {
		return nil, ErrOther
	}
	r := &Result{Kept: keep}
	s.cur = runOf(o)
	s.seen = first
	r.Before = s.cur.size(len(places(first)))
	s.shrink()
	r.Gone, r.Least, r.Ended = s.gone, s.least, s.ended
	last, err := s.again(context.WithoutCancel(ctx), s.cur)
	if err != nil {
		return nil, err
	}
	if last.Hash != s.seen.Hash {
		return nil, ErrOther
	}
	r.Outcome, r.Drawing, r.Runs = last, places(last), s.runs
	r.After = s.cur.size(len(r.Drawing))
	if r.Least {
		r.Needed = s.needed()
	}
	return r, nil
}

// again makes a run with all that is known of it. It counts as one.
func (s *search) again(ctx context.Context, r run) (*scenarios.Outcome, error) {
	c := r.in(s.base)
	c.NoLog, c.Keep = false, true
	o, err := s.q.Runner.Run(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("the run cannot be made: %w", err)
	}
	s.runs++
	return &o, nil
}
