package exhaust

import (
	"fmt"
	"slices"
	"strings"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

const passed = "passed"

// report says what was covered, and what it came to.
func (x *Exhaustion) report(t *tally) *reports.Exhaust {
	p := t.plan
	r := &reports.Exhaust{Engine: x.Engine.Name, Seed: fmt.Sprint(x.Seed), Again: x.Again, Exhausted: t.exhausted(),
		Plan: p.Hash(), Lag: faults.PrintDuration(p.Sizes.Lag), Lengths: []string{}, Reached: reached(p.Moments),
		Kinds: t.kinds(), LeftOut: []reports.LeftOut{}, Listed: append([]reports.ListedCell{}, t.listed...),
		KeptOfEach: campaign.KeptFailures, Determinism: reports.Determinism{Twice: t.twice + 1, Different: append([]string{}, t.differs...)}}
	if d := p.Free.Differs; d != nil {
		r.Determinism.Different = append(r.Determinism.Different, d.String())
	}
	if x.Resume != nil {
		r.Resumed = min(len(x.Resume.Marks), len(t.marks))
	}
	for _, length := range p.Sizes.Lengths {
		r.Lengths = append(r.Lengths, faults.PrintDuration(length))
	}
	for _, o := range p.Left {
		r.LeftOut = append(r.LeftOut, reports.LeftOut{Kind: o.Kind, Moments: o.Moments, Why: o.Why})
	}
	for i := range r.Listed {
		r.Listed[i].Command = x.alone(r.Listed[i].Event)
	}
	return r
}

// exhausted is the count of the cells.
func (t *tally) exhausted() reports.Exhausted {
	p := t.plan
	x := reports.Exhausted{Scenario: p.Subject.Name, FaultFree: passed, Moments: len(p.Moments), Cells: len(p.Cells), NoCells: p.noCells()}
	if v := p.Free.Outcome.Verdict(); v != scenarios.Passed && v != scenarios.Missed {
		x.FaultFree = string(v)
	}
	t.count(&x)
	return x
}

// reached counts the moments by their meaning, in the order in which they first come.
func reached(all []faults.Occurrence) []reports.ReachedMoment {
	some := []reports.ReachedMoment{}
	for _, o := range all {
		i := slices.IndexFunc(some, func(r reports.ReachedMoment) bool { return r.Moment == o.Place.On })
		if i < 0 {
			i = len(some)
			some = append(some, reports.ReachedMoment{Moment: o.Place.On})
		}
		some[i].Occurrences++
	}
	return some
}

// alone is the command that runs one cell.
func (x *Exhaustion) alone(event string) string { return x.command(event) }

// command is the command that runs what is of one cell.
func (x *Exhaustion) command(event string, more ...string) string {
	words := []string{x.Command, "exhaust", campaign.Quoted(x.Subject.Arg), "--engine", campaign.Quoted(x.Engine.Name), "--seed", fmt.Sprint(x.Seed)}
	if x.Thorough {
		words = append(words, "--thorough")
	}
	return strings.Join(append(append(words, more...), "--only", campaign.Quoted(event)), " ")
}

// conclude comes to the verdict.
func (x *Exhaustion) conclude(r *reports.Exhaust) {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	hold(reports.InternalError, r.Error != nil)
	hold(reports.Violation, r.Violated > 0 || r.FaultFree == string(scenarios.Violated))
	hold(reports.Nondeterministic, len(r.Determinism.Different) > 0)
	hold(reports.Interrupted, r.Interrupted)
	hold(reports.NothingRan, r.Run == 0 && r.FaultFree == passed)
	hold(reports.Inconclusive, !r.Clean() || r.Run < r.Cells)
	r.Decide(all...)
	r.Closing, r.Next = x.closing(r)
}

// closing says what to do, and the command with which it ends, if it does.
func (x *Exhaustion) closing(r *reports.Exhaust) (text, next string) {
	if r.State != "" {
		next = x.Again
		if x.Resume == nil {
			next += " --resume " + campaign.Quoted(r.State)
		}
	}
	so := fmt.Sprintf("%s of %s run.", reports.Number(r.Run), reports.Count(r.Cells, "cell"))
	switch r.Verdict {
	case reports.InternalError:
		return fmt.Sprintf("%s Not all of it could be kept: %s.", so, r.Error.Message), ""
	case reports.Violation:
		return x.violated(r, so)
	case reports.Nondeterministic:
		return "The same run came out in two ways: no result of this engine can be trusted. Look for a clock, a map order or a goroutine in it.", ""
	case reports.Interrupted:
		return fmt.Sprintf("Interrupted: %s Nothing was violated in them. To go on: %s", so, next), next
	case reports.NothingRan:
		if r.NoCells != "" {
			return fmt.Sprintf("No event was tried: %s. Give a scenario in which the engine rotates a key.", r.NoCells), ""
		}
		return "No event was tried: the budget was over before the first. Give a longer --budget.", ""
	case reports.Inconclusive:
		if r.Clean() {
			return fmt.Sprintf("The budget was over: %s Nothing was violated in them. To go on: %s", so, next), next
		}
		return "Nothing was violated, but not every run could be judged. That is not a pass: look at the cells that are listed.", ""
	}
	return fmt.Sprintf("Nothing was violated by any single fault that was tried, %s of %s bit.", reports.Number(r.Bit), reports.Count(r.Run, "cell")), ""
}

// violated says where to begin.
func (x *Exhaustion) violated(r *reports.Exhaust, so string) (text, next string) {
	return x.begin(r, fmt.Sprintf("%s %s violated an invariant.", so, reports.Number(r.Violated)))
}

// begin says after what was found where to begin.
func (x *Exhaustion) begin(r *reports.Exhaust, text string) (told, next string) {
	if r.FaultFree == string(scenarios.Violated) {
		text = "The run without any fault violates an invariant, so that no event was tried."
	}
	for _, f := range r.Violations {
		if f.Command != "" {
			return text + " Do not roll this engine out; start with: " + f.Command, f.Command
		}
	}
	return text + " Do not roll this engine out.", ""
}
