package campaign

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios/shrink"
)

// A Shrinking asks for the run of a repro to be made smaller.
type Shrinking struct {
	Repro   *Repro
	Engine  engine.Engine
	Path    string // of the repro
	Command string // what the command line is called
	Runs    int    // at most
	Jobs    int
	AtHome  bool // neither cluster nor policy is made smaller
	Watch   Watch
}

// Smaller is what came of it.
type Smaller struct {
	Repro  *Repro // of the smaller run; nil: nothing could go, or there was nothing to begin with
	Report *reports.Shrink
}

// Run makes the repro's run again, and smaller if it is the one that was recorded. When the context
// ends it keeps what it has.
func (s *Shrinking) Run(ctx context.Context) (Smaller, error) {
	again, err := Replay(ctx, simulated(), s.Repro, s.Engine)
	if err != nil {
		return Smaller{}, err
	}
	replayed := again.Report(s.Path, s.Repro, s.Command)
	r := &reports.Shrink{Head: replayed.Head, File: s.Path, Engine: s.Repro.Engine, Scenario: replayed.Scenario, Seed: replayed.Seed,
		Reproduced: again.Reproduced(), Expected: replayed.Expected, Fired: replayed.Fired, Violations: []reports.Failure{}}
	if !again.Reproduced() {
		return Smaller{Report: r}, nil
	}
	p := s.Watch.Begin("runs to shrink it", time.Time{})
	q := shrink.Shrinker{Runner: simulated(), Runs: s.Runs, Jobs: jobsOf(s.Jobs), Fixed: s.AtHome, Progress: p.At}
	ids := s.Repro.IDs()
	x, err := shrunkTo(ctx, q, failure(0, ids, &again.Outcome), ids[0])
	p.End()
	if err != nil {
		return Smaller{}, err
	}
	if x.shrunk == nil {
		r.Reproduced = false
		r.Decide(reports.Nondeterministic)
		r.Closing = fmt.Sprintf("Replayed from its decisions it is the recorded run, and drawn from its seed it is another: somebody has edited them, or the engine is not deterministic. "+
			"There is nothing to go on from. To look for the failure afresh: %s check --engine %s", s.Command, Quoted(s.Repro.Engine))
		return Smaller{Report: r}, nil
	}
	small := NewRepro(x.Failure)
	small.Command, small.Log = s.Command, x.shrunk.Log()
	for _, told := range describe(x.Failure) {
		told.Run, told.Planned, told.Shrunk = 0, x.shrunk.Before.Drawn, x.shrunk
		r.Violations = append(r.Violations, told)
	}
	r.Closing = s.closing(x.shrunk, ids, small.IDs())
	if len(x.shrunk.Gone) == 0 {
		return Smaller{Report: r}, nil
	}
	return Smaller{small, r}, nil
}

// closing says what is left, and what is not told by it.
func (s *Shrinking) closing(x *reports.Shrunk, before, now []string) string {
	text := fmt.Sprintf("%s is still violated, in a run from which nothing more can go.", x.Invariant)
	switch {
	case len(x.Gone) == 0 && x.Least:
		text = fmt.Sprintf("Nothing can go from it: it takes all that it has for %s to be violated. No file was written.", x.Invariant)
	case len(x.Gone) == 0:
		text = "Nothing went from it: " + x.Ended + ". No file was written; with more --runs something may go."
	case !x.Least:
		text = fmt.Sprintf("%s is still violated, and more may go: %s. To go on, shrink what was written.", x.Invariant, x.Ended)
	}
	lost := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return slices.Contains(now, id) })
	if len(lost) > 0 {
		text += fmt.Sprintf(" Not in it any more: %s.", strings.Join(lost, ", "))
	}
	return text
}

// At puts the path of the file that was written into the report.
func (x *Smaller) At(path, command string) {
	x.Report.Out = path
	for i := range x.Report.Violations {
		x.Report.Violations[i].Repro, x.Report.Violations[i].Command = path, command+" replay "+Quoted(path)
	}
	x.Report.Next = command + " replay " + Quoted(path)
}
