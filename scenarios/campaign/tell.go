package campaign

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/scenarios/shrink"
)

// A Teller makes reports and repro files of failures.
type Teller struct {
	Dir     string // of the files
	Command string // what the command line is called, that replays them
	AtHome  bool   // the engine is run where it lives: neither its cluster nor its policy is made smaller
	Jobs    int    // runs at a time; 0: as many as there are processors

	told map[string]int // how often of each invariant; looked up only
}

// All tells failures by invariant, the clearest first, each by the smallest run that could be made of
// it. What could not be done is left out, and the error says why. When the context ends, what is not
// small yet stays as it is, and is told all the same.
func (t *Teller) All(ctx context.Context, failures []Failure, progress func(done, of int)) ([]reports.Failure, error) {
	all := []reports.Failure{}
	t.told = map[string]int{}
	var problem error
	runs := worth(len(failures))
	if t.AtHome { // there a run may be of days, and take a hundred times as long
		runs = min(runs, fewestOfOne)
	}
	if ctx.Err() != nil { // who waits has said so already, and still wants something to read
		ctx, runs = context.WithoutCancel(ctx), fewestOfOne
	}
	for i, f := range failures {
		told, err := t.tell(ctx, f, runs)
		if err != nil {
			problem = err
		}
		all = append(all, told...)
		progress(i+1, len(failures))
	}
	clearestFirst(all)
	return all, problem
}

// tell makes the reports of a failure, one for each invariant, with the faults it
// needs, its story and its repro file: in one small run what can be violated in that, and
// in others the rest. What it could not do it leaves out, and returns why.
func (t *Teller) tell(ctx context.Context, f Failure, runs int) (all []reports.Failure, problem error) {
	if f.Outcome.Case.NoLog {
		return describe(f), nil // it did not come back, so there is no log of it
	}
	planned := len(f.Outcome.Spares())
	if f.harm { // it is of the very value at which an assumption broke, and stays so
		same, err := traced(ctx, f)
		if err != nil {
			return describe(f), err
		}
		return t.keep(small{Failure: same}, planned)
	}
	q := shrink.Shrinker{Runner: simulated(), Runs: runs, Jobs: jobsOf(t.Jobs), Fixed: t.AtHome || f.Outcome.Case.Home != nil}
	left := f.ids()
	for len(left) > 0 {
		part := f
		part.Violated = slices.DeleteFunc(slices.Clone(f.Violated), func(v Broken) bool { return !slices.Contains(left, v.Invariant) })
		x, err := shrunkTo(ctx, q, part, left[0])
		if err == nil && x.shrunk == nil {
			x.Failure, err = traced(ctx, f)
		}
		if err != nil {
			return append(all, describe(part)...), err
		}
		told, err := t.keep(x, planned)
		if err != nil {
			problem = err
		}
		all = append(all, told...)
		left = slices.DeleteFunc(left, func(id string) bool { return slices.Contains(x.ids(), id) || t.told[id] >= KeptFailures })
	}
	return all, problem
}

// keep makes the reports of a small failure, and its repro file.
func (t *Teller) keep(x small, planned int) (all []reports.Failure, err error) {
	repro := NewRepro(x.Failure)
	repro.Command = t.Command
	if x.shrunk != nil {
		repro.Log = x.shrunk.Log()
	}
	path, err := repro.Save(t.Dir)
	if err != nil {
		path, err = "", fmt.Errorf("the repro of run %d could not be written: %w", x.Run+1, err)
	}
	all = describe(x.Failure)
	for i := range all {
		t.told[all[i].Invariant]++
		all[i].Planned, all[i].Shrunk = planned, x.shrunk
		if path != "" {
			all[i].Repro, all[i].Command = path, t.Command+" replay "+Quoted(path)
		}
	}
	return all, err
}

// traced makes a failure's run once more, with its trace. If it is another one it stays as it was
// found.
func traced(ctx context.Context, f Failure) (Failure, error) {
	c := f.Outcome.Case
	c.Keep = true
	o, err := simulated().Run(context.WithoutCancel(ctx), c)
	if err != nil || o.Hash != f.Outcome.Hash {
		return f, err
	}
	return f.again(f.ids(), &o), nil
}

// missedRuns tells the first run of each scenario that did not go as expected.
// It is made once more, with its trace.
func missedRuns(ctx context.Context, r *reports.Check, c *Campaign, f *Findings) error {
	for i, s := range f.Scenarios {
		if s.MissedRuns == 0 {
			continue
		}
		again := c.Case(s.FirstMissed)
		again.Keep, again.NoLog = true, true
		o, err := c.Runner.Run(context.WithoutCancel(ctx), again)
		if err != nil {
			return err
		}
		end := ending{at: o.Setup.Duration, who: "then", what: strings.Join(o.Missed, "; ")}
		r.Scenarios[i].FirstMissed = &reports.MissedRun{Run: s.FirstMissed + 1, Seed: fmt.Sprint(again.Seed), Story: story(&o, end)}
	}
	return nil
}

// Quoted makes a path fit for a shell.
func Quoted(path string) string {
	if path != "" && strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+:=@") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
