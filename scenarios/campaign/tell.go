package campaign

import (
	"context"
	"fmt"
	"strings"

	"pawl/reports"
)

// A Teller makes reports and repro files of failures.
type Teller struct {
	Dir     string // of the files
	Command string // what the command line is called, that replays them
}

// All tells failures by invariant, the clearest first. What could not be done is left
// out, and the error says why.
func (t *Teller) All(ctx context.Context, failures []Failure, progress func(done, of int)) ([]reports.Failure, error) {
	all := []reports.Failure{}
	var problem error
	for i, f := range failures {
		told, err := t.tell(ctx, f)
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
// needs, its story and its repro file. What it could not do it leaves out, and
// returns why.
func (t *Teller) tell(ctx context.Context, f Failure) ([]reports.Failure, error) {
	if f.Outcome.Case.NoLog {
		return describe(f), nil // it did not come back, so there is no log of it
	}
	planned := len(f.Outcome.Spares())
	f, err := Kept(ctx, simulated(), f)
	if err != nil {
		return describe(f), err
	}
	repro := NewRepro(f)
	repro.Command = t.Command
	path, err := repro.Save(t.Dir)
	if err != nil {
		path, err = "", fmt.Errorf("the repro of run %d could not be written: %w", f.Run+1, err)
	}
	all := describe(f)
	for i := range all {
		all[i].Planned = planned
		if path != "" {
			all[i].Repro, all[i].Command = path, t.Command+" replay "+Quoted(path)
		}
	}
	return all, err
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
