package cli

import (
	"github.com/spf13/pflag"

	"pawl/engine"
	"pawl/scenarios/campaign"
)

// oneRun are the flags of verbs that look into the run of a repro by making others.
type oneRun struct {
	runs   int // that may be made
	fewest int // of them, without which nothing could be said
	jobs   int
}

func (o *oneRun) flags(f *pflag.FlagSet, runs, jobs string) {
	f.Var((*countFlag)(&o.runs), "runs", runs)
	f.Var((*countFlag)(&o.jobs), "jobs", "runs at a time (default: one for each processor)"+jobs)
}

func (o *oneRun) validate() error {
	switch {
	case o.runs < o.fewest || o.runs > mostRuns:
		return usagef("--runs %d: want %d to %d", o.runs, o.fewest, mostRuns)
	case o.jobs < 0 || o.jobs > mostJobs:
		return usagef("--jobs %d: want 1 to %d, or 0 for one for each processor", o.jobs, mostJobs)
	}
	return nil
}

// violating reads the repro of a run in which something was violated, for a verb that asks about
// that.
func (a *app) violating(path, verb string) (*campaign.Repro, engine.Engine, error) {
	_, r, e, err := a.repro(path)
	if err == nil && r.OfHarm() {
		err = beyondPolicy(path, verb, a.name)
	}
	return r, e, err
}
