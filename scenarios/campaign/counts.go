package campaign

import (
	"slices"

	"pawl/checker"
	"pawl/faults"
	"pawl/scenarios"
)

// ScenarioCount is what became of one scenario.
type ScenarioCount struct {
	Name    string
	Runs    int
	Verdict scenarios.Verdict // the worst
	Missed  []string          // expectations, each once

	MissedRuns  int // that violated nothing, and did not meet an expectation
	FirstMissed int // the number of the first of them
}

// InvariantCount says in how many runs an invariant was judged.
type InvariantCount struct {
	ID       string
	Judged   int
	Violated int
	WhyNot   string          // it was not, in the first run in which it was not
	Cut      int             // and in how many only until the store was put back to an older copy
	Clauses  []checker.Count // in the order of the invariant's
}

// FaultCount says how often a kind of fault was injected, and how often that
// changed anything.
type FaultCount struct {
	Family, Kind  string
	Injected, Bit int // faults
}

// AskedCount says how often something that is no fault was asked for, and in how
// many runs.
type AskedCount struct {
	Family, Kind string
	Asked, Runs  int
}

// GoalCount says in how many runs a goal was reached.
type GoalCount struct {
	Name     string
	Count    int
	Required bool
}

func (f *Findings) addScenario(i int, o *scenarios.Outcome) {
	if o.Case.Scenario == nil {
		f.addRandom(o)
		if f.Random++; i < f.before+sampledRuns {
			f.Sampled++
			f.Counts.Add(o.Report.Counts)
		} else {
			f.Counts.AddActs(o.Report.Counts)
		}
		return
	}
	f.Counts.AddActs(o.Report.Counts)     // of all runs: they are few
	s := &f.Scenarios[i%len(f.Scenarios)] // by number: files may share a name
	s.Runs++
	s.Verdict = worse(s.Verdict, o.Verdict())
	for _, m := range o.Missed {
		s.Missed = once(s.Missed, m)
	}
	if o.Verdict() != scenarios.Missed {
		return
	}
	if s.MissedRuns++; s.MissedRuns == 1 {
		s.FirstMissed = i
	}
}

// Worst first.
var byGravity = []scenarios.Verdict{scenarios.Violated, scenarios.Invalid, scenarios.Inconclusive, scenarios.Unjudged, scenarios.Missed, scenarios.Passed}

func worse(a, b scenarios.Verdict) scenarios.Verdict {
	if a == "" || slices.Index(byGravity, b) < slices.Index(byGravity, a) {
		return b
	}
	return a
}

func (f *Findings) addVerdicts(o *scenarios.Outcome) {
	for _, why := range o.Report.Invalid {
		f.Invalid = once(f.Invalid, why)
	}
	for i, v := range o.Report.Verdicts { // in the order of checker.All, as counts are
		c := &f.Invariants[i]
		switch {
		case v.Judged:
			c.Judged++
		case c.WhyNot == "":
			c.WhyNot = v.WhyNot
		}
		if v.Judged && v.Cut {
			c.Cut++
		}
		for k := range v.Clauses {
			c.Clauses[k].Add(v.Clauses[k])
		}
		if v.Inconclusive != "" {
			f.Undecided = once(f.Undecided, v.Invariant+": "+v.Inconclusive)
		}
	}
	for _, l := range o.Report.Linear {
		if l.Result == checker.Undecided {
			f.Undecided = once(f.Undecided, l.Object+": "+l.Detail)
		}
	}
}

// once keeps the first few different reasons.
func once(all []string, s string) []string {
	if len(all) >= KeptFailures || slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// byFamily are the kinds of events, those of a family together, in the order in which
// the families come first.
func byFamily() []faults.Kind {
	kinds := slices.Clone(faults.All)
	first := func(k faults.Kind) int {
		return slices.IndexFunc(faults.All, func(x faults.Kind) bool { return x.Family == k.Family })
	}
	slices.SortStableFunc(kinds, func(a, b faults.Kind) int { return first(a) - first(b) })
	return kinds
}

// addAsked counts what was asked for.
func (f *Findings) addAsked(o *scenarios.Outcome) {
	for i := range f.Asked {
		c, before := &f.Asked[i], f.Asked[i].Asked
		for _, in := range o.Injections {
			if in.Injected && in.Event.Kind == c.Kind {
				c.Asked++
			}
		}
		if c.Asked > before {
			c.Runs++
		}
	}
}

func (f *Findings) addFaults(o *scenarios.Outcome) {
	for _, in := range o.Injections {
		i := slices.IndexFunc(f.Faults, func(c FaultCount) bool { return c.Kind == in.Event.Kind })
		if i < 0 {
			continue // it was asked for, and not suffered
		}
		if in.Injected {
			f.Faults[i].Injected++
		}
		if in.Bit > 0 {
			f.Faults[i].Bit++
		}
	}
}

func (f *Findings) addGoals(o *scenarios.Outcome) {
	for _, name := range o.Report.Goals {
		i := slices.IndexFunc(f.Goals, func(g GoalCount) bool { return g.Name == name })
		f.Goals[i].Count++
	}
}
