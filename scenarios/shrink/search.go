package shrink

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim"
)

// A search goes from a run to smaller ones.
type search struct {
	q    *Shrinker
	ctx  context.Context
	keep Kept
	base scenarios.Case // what no change is about

	invalid, undecided bool // that the run was when it was given

	cur  run
	seen *scenarios.Outcome // of cur

	bound, runs int
	stuck       int                   // runs that did not come back
	made        map[[32]byte]*attempt // looked up only
	ahead       [][32]byte            // of them those that are still violated
	gone        []Entry
	least       bool
	ended       string
}

// A change is a run that is smaller, and the words for what is different.
type change struct {
	what string
	to   run
}

// An attempt is a run that was made.
type attempt struct {
	outcome *scenarios.Outcome // of one in which the violation still is
	why     string             // the violation is not in it
	cost    int                // in runs; 0: it could not be made
	stuck   bool
	counted bool
}

const (
	stepsOfARun = 50_000 // a run of more counts as several, so that a bound in runs is one in time
	mostStuck   = 2      // each takes seconds of the wall's time, and what hangs in it stays
)

// take tries changes, in their order, and goes on from the first that is still violated. It
// returns its index; none is left to try if it is negative.
func (s *search) take(all []change) int {
	at := s.cur.key()
	for i := range all {
		if all[i].to.key() == at {
			continue
		}
		if s.over() {
			return -1
		}
		a := s.attempt(all[i:])
		s.count(a)
		if a.outcome == nil {
			continue
		}
		s.cur, s.seen = all[i].to, a.outcome
		for _, key := range s.ahead { // what succeeded besides was a step from another run
			delete(s.made, key)
		}
		s.ahead = nil
		s.gone = append(s.gone, Entry{What: all[i].what})
		return i
	}
	return -1
}

// over says whether the search has to end.
func (s *search) over() bool {
	switch {
	case s.ended != "":
	case s.ctx.Err() != nil:
		s.ended = "it was interrupted"
	case s.runs >= s.bound-1: // one is for the run that is left
		s.ended = fmt.Sprintf("the bound of %d runs was reached", s.bound)
	case s.stuck >= mostStuck:
		s.ended = fmt.Sprintf("%d runs did not come back", s.stuck)
	}
	return s.ended != ""
}

// count has an attempt count, once.
func (s *search) count(a *attempt) {
	if a.counted {
		return
	}
	a.counted = true
	s.runs += a.cost
	if a.stuck {
		s.stuck++
	}
	if s.q.Progress != nil {
		s.q.Progress(min(s.runs, s.bound), s.bound)
	}
}

// attempt makes the first of some changes, and those after it beside it if there are jobs for
// them.
func (s *search) attempt(all []change) *attempt {
	first := all[0].to.key()
	if a := s.made[first]; a != nil {
		return a
	}
	var keys [][32]byte
	var some []run
	for i := range all {
		key := all[i].to.key()
		if s.made[key] == nil && !slices.Contains(keys, key) {
			keys, some = append(keys, key), append(some, all[i].to)
		}
		if len(some) >= max(1, s.q.Jobs) || i > 2*s.q.Jobs {
			break
		}
	}
	made := make([]*attempt, len(some))
	sideBySide(len(some), func(i int) { made[i] = s.try(some[i]) })
	for i, a := range made {
		s.made[keys[i]] = a
		if a.outcome != nil {
			s.ahead = append(s.ahead, keys[i])
		}
	}
	return made[0]
}

// sideBySide does some things at once. A panic in one of them is raised here.
func sideBySide(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var all sync.WaitGroup
	faults := make([]error, n)
	for i := range n {
		all.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					faults[i] = fmt.Errorf("%v\n\n%s", r, debug.Stack())
				}
			}()
			do(i)
		})
	}
	all.Wait()
	for _, fault := range faults {
		if fault != nil {
			panic(fault)
		}
	}
}

// try makes a run and says whether the violation is still in it.
func (s *search) try(r run) *attempt {
	o, err := s.q.Runner.Run(s.ctx, r.in(s.base))
	if err != nil {
		return &attempt{why: "it does not fit: " + oneLine(err)}
	}
	a := &attempt{cost: 1 + o.Steps/stepsOfARun, why: s.lost(&o)}
	a.stuck = slices.ContainsFunc(o.Findings, func(f sim.Finding) bool { return f.Kind == sim.KindStall })
	o.LetGo()
	if a.why == "" {
		a.outcome = &o
	}
	return a
}

// lost says why a run does not count as one with the violation; "" if it does.
func (s *search) lost(o *scenarios.Outcome) string {
	switch {
	case len(o.Report.Invalid) > 0 && !s.invalid:
		return "the run cannot be judged"
	case undecided(&o.Report) && !s.undecided:
		return "the run is inconclusive"
	}
	fired := o.Fired()
	if !slices.Contains(fired, s.keep.Invariant) {
		if len(fired) > 0 {
			return fmt.Sprintf("%s is not violated any more, only %s", s.keep.Invariant, strings.Join(fired, ", "))
		}
		return s.keep.Invariant + " is not violated any more"
	}
	if _, shown := o.Shows(s.keep.Invariant, s.keep.Clause); !shown {
		return fmt.Sprintf("%s is violated by another clause", s.keep.Invariant)
	}
	return ""
}

// undecided says whether the judge left anything open, beside what is violated.
func undecided(r *checker.Report) bool {
	return len(r.Missed) > 0 || slices.ContainsFunc(r.Verdicts, func(v checker.Verdict) bool { return v.Inconclusive != "" }) ||
		slices.ContainsFunc(r.Linear, func(l checker.Linearity) bool { return l.Result == checker.Undecided })
}

// oneLine is an error for the log.
func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
