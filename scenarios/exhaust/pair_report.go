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

// followed is the command that runs all pairs of a first event.
func (x *Pairs) followed(first string) string {
	more := []string{"--faults", "2"}
	if !slices.Equal(x.Kinds, faults.Core()) {
		kinds := "all"
		if x.Kinds != nil {
			kinds = strings.Join(x.Kinds, ",")
		}
		more = append(more, "--kinds", kinds)
	}
	return x.command(first, more...)
}

// MergePairs puts the results of all parts of pairs together, and comes to the verdict of the whole.
func MergePairs(all []reports.GivenPairs) (*reports.Exhaust, error) {
	parts, err := reports.PairParts(all)
	if err != nil {
		return nil, err
	}
	r := reports.MergedPairs(parts)
	x := Pairs{Exhaustion: Exhaustion{Again: r.Again}}
	x.concludePairs(r)
	return r, nil
}

// concludePairs comes to the verdict.
func (x *Pairs) concludePairs(r *reports.Exhaust) {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	p := r.Pairs
	hold(reports.InternalError, r.Error != nil)
	hold(reports.Violation, r.Violated+p.Violated > 0 || r.FaultFree == string(scenarios.Violated))
	hold(reports.Nondeterministic, len(r.Determinism.Different) > 0)
	hold(reports.Interrupted, r.Interrupted)
	hold(reports.NothingRan, p.Run == 0 && r.FaultFree == passed)
	hold(reports.Inconclusive, !r.Clean() || r.Run < r.Cells || !p.Clean() || p.Run < p.Meant)
	r.Decide(all...)
	r.Closing, r.Next = x.closingPairs(r)
}

// closingPairs says what to do, and the command with which it ends, if it does.
func (x *Pairs) closingPairs(r *reports.Exhaust) (text, next string) {
	if r.State != "" {
		next = x.Again
		if x.GoOn == nil {
			next += " --resume " + campaign.Quoted(r.State)
		}
	}
	p := r.Pairs
	onward := orAnew(next, x.Again)
	so := fmt.Sprintf("%s of %s run.", reports.Number(p.Run), reports.Count(p.Meant, "pair"))
	if r.Run < r.Cells {
		so = fmt.Sprintf("%s of %s run alone, which come before pairs.", reports.Number(r.Run), reports.Count(r.Cells, "first event"))
	}
	switch r.Verdict {
	case reports.InternalError, reports.Nondeterministic:
		return x.closing(r)
	case reports.Violation:
		if r.Violated > 0 {
			return x.begin(r, fmt.Sprintf("%s An invariant was violated by %s alone, on top of which nothing was tried, and by %s.", so, reports.Count(r.Violated, "event"), reports.Count(p.Violated, "pair")))
		}
		return x.begin(r, fmt.Sprintf("%s An invariant was violated by none of %s alone, and by %s.", so, reports.Count(r.Run, "event"), reports.Count(p.Violated, "pair")))
	case reports.Interrupted:
		return fmt.Sprintf("Interrupted: %s Nothing was violated in them. To go on: %s", so, onward), onward
	case reports.NothingRan:
		switch {
		case r.NoCells != "":
			return fmt.Sprintf("No pair was tried: %s. Give a scenario in which the engine rotates a key.", r.NoCells), ""
		case r.Run < r.Cells:
			return fmt.Sprintf("The budget was over: %s To go on: %s", so, onward), onward
		case p.NoPairs != "":
			return fmt.Sprintf("No pair was tried: %s.", p.NoPairs), ""
		case p.Meant == 0:
			return "No pair was tried: this part has none. Cut them into fewer parts.", ""
		}
		return fmt.Sprintf("The budget was over before the first pair. To go on: %s", onward), onward
	case reports.Inconclusive:
		switch {
		case len(p.Audit.Different) > 0:
			return "Pairs were left out for which no run stands: the pruning is wrong for this engine, and what was not tried is not known to be covered. See the proof above.", ""
		case r.Clean() && p.Clean():
			return fmt.Sprintf("The budget was over: %s Nothing was violated in them. To go on: %s", so, onward), onward
		}
		return "Nothing was violated, but not every run could be judged. That is not a pass: look at what is listed.", ""
	}
	if p.Only != "" && p.Run == p.Pairs {
		return fmt.Sprintf("Nothing was violated by any of %s whose first event is %s. The others were not tried.", reports.Count(p.Pairs, "pair"), p.Stands), ""
	}
	if !p.All() {
		return fmt.Sprintf("Nothing was violated by %s of %s, %s. The others were not tried.", reports.Number(p.Run), reports.Count(p.Pairs, "pair"), coverage(p)), ""
	}
	return fmt.Sprintf("Nothing was violated by any of %s of faults of the kinds that were tried; in %s both bit.", reports.Count(p.Run, "pair"), reports.Number(p.Passed)), ""
}

func coverage(p *reports.PairsTried) string {
	switch {
	case p.Parts > 1 && p.Chosen < p.Pairs:
		return "a part of a sample"
	case p.Parts > 1:
		return "a part of them"
	}
	return "a sample"
}

func orAnew(next, again string) string {
	if next == "" {
		return again
	}
	return next
}
