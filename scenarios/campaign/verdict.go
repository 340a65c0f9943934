package campaign

import (
	"fmt"
	"strings"

	"pawl/reports"
	"pawl/scenarios"
)

// verdicts are all that hold.
func (g *Gate) verdicts(r *reports.Check) []reports.Verdict {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	hold(reports.InternalError, r.Error != nil)
	hold(reports.Violation, len(r.Violations) > 0)
	hold(reports.Nondeterministic, len(r.Determinism.Different) > 0)
	hold(reports.Interrupted, r.Interrupted)
	hold(reports.NothingRan, r.Runs == 0)
	hold(reports.Inconclusive, r.Outcomes.Inconclusive+r.Outcomes.Invalid+r.Outcomes.Unjudged > 0 || r.Exhaust != nil && !r.Exhaust.Clean() || r.Corpus != nil && r.Corpus.NotReplayed > 0)
	hold(reports.CriterionMissed, r.Part == nil && len(g.missed(r)) > 0)
	hold(reports.Partial, r.Part != nil)
	return all
}

// closing says what to do, and the command with which it ends, if it does.
func (g *Gate) closing(r *reports.Check) (text, next string) {
	switch r.Verdict {
	case reports.InternalError:
		return fmt.Sprintf("%s Not all of it could be kept: %s.", violated(r), r.Error.Message), ""
	case reports.Violation:
		text, next = beginWith(r.Violations)
		return fmt.Sprintf("%s Do not roll this engine out; %s", violated(r), text), next
	case reports.Nondeterministic:
		return "The same seed gave two different runs: no result of this engine can be trusted. " + lookForChance, ""
	case reports.Interrupted:
		return fmt.Sprintf("%s Nothing was violated in them. To make them all: %s", r.CutShort(), r.Again), r.Again
	case reports.NothingRan:
		return "No run was made, so nothing is known: give --runs more than 0, or a longer --budget.", ""
	case reports.Inconclusive:
		return unjudged(r), ""
	case reports.CriterionMissed:
		return g.missing(r)
	case reports.Partial:
		return fmt.Sprintf("Part %d of %d: nothing was violated in it. That is no verdict: keep its JSON, and give that of all parts to %s merge.",
			r.Part.Number, r.Part.Of, g.command()), ""
	}
	return passed(r), ""
}

// unjudged says why a result is no pass in which nothing was violated.
func unjudged(r *reports.Check) string {
	if c := r.Corpus; c != nil && c.NotReplayed > 0 && r.Outcomes.Inconclusive+r.Outcomes.Invalid+r.Outcomes.Unjudged == 0 {
		return fmt.Sprintf("Nothing was violated, but there was no time to replay all that was found in the past. %s. That is not a pass: give a longer --budget.", c)
	}
	if x := r.Exhaust; x != nil && !x.Clean() && r.Outcomes.Inconclusive+r.Outcomes.Invalid+r.Outcomes.Unjudged == 0 {
		return fmt.Sprintf("Nothing was violated, but not every single fault could be judged. %s. That is not a pass.", x)
	}
	if r.Outcomes.Unjudged > 0 {
		return fmt.Sprintf("Nothing was violated, but in %s of %s there was nothing to judge. That is not a pass: see to it that the engine does its work, or say in Describe what it stores.",
			reports.Number(r.Outcomes.Unjudged), reports.Count(r.Runs, "run"))
	}
	return "Nothing was violated, but not every run could be judged. That is not a pass: run it again with more time, or report why above."
}

// missing says which criteria were missed and what to do. What was planted and not
// caught is hunted further by a command of its own: check allows it no more runs.
func (g *Gate) missing(r *reports.Check) (text, next string) {
	text = "Nothing was violated, but " + advised(g.missed(r))
	var survived []string
	for _, x := range r.Planted {
		if !x.Caught && !x.CutShort && !g.named() {
			survived = append(survived, " --engine "+Quoted(x.Engine))
		}
	}
	if len(survived) == 0 {
		return text, ""
	}
	next = fmt.Sprintf("%s mutants%s --runs %d", g.command(), strings.Join(survived, ""), huntAloneRuns)
	return text + " The hunt: " + next, next
}

// huntAloneRuns is after how many runs a bug is unlikely to be caught at all.
const huntAloneRuns = 10_000

// passed says what a pass means, and of what it does not speak.
func passed(r *reports.Check) string {
	were := "were"
	if len(r.Planted) == 1 {
		were = "was"
	}
	runs := r.Runs
	if r.Exhaust != nil {
		runs += r.Exhaust.Runs()
	}
	if r.Matrix != nil {
		runs += r.Matrix.Filled
	}
	text := fmt.Sprintf("Nothing was violated in %s, all that must happen did, and %d of %s %s caught.",
		reports.Count(runs, "run"), reports.Caught(r.Planted), reports.Count(len(r.Planted), "planted bug"), were)
	if len(r.PortBugs) > 0 {
		text = fmt.Sprintf("Nothing was violated in %s, and all that must happen did. Of %s.", reports.Count(runs, "run"), reports.PortBugs(r.PortBugs))
	}
	if c := r.Corpus; c != nil && c.Stale > 0 {
		text += fmt.Sprintf(" Of what was found in the past, %s stale: that says nothing of them any more.", map[bool]string{true: "1 repro is", false: reports.Number(c.Stale) + " repros are"}[c.Stale == 1])
	}
	if not := r.NotJudged(); not != "" {
		return text + " " + not + ": of that a pass says nothing. For the rest there is nothing to do."
	}
	return text + " There is nothing to do."
}

// beginWith says where to begin: with what can be had again, if anything can.
func beginWith(all []reports.Failure) (text, command string) {
	for _, f := range all {
		if f.Command != "" {
			return "start with: " + f.Command, f.Command
		}
	}
	return "no run that failed was the same when it was made again, so that none can be replayed. " + lookForChance, ""
}

// lookForChance is the advice where one seed gave two runs.
const lookForChance = "Look for a clock, a map order or a goroutine in it."

// violated says how often what was.
func violated(r *reports.Check) string {
	n, of := r.Outcomes.Violated, r.Runs
	if x := r.Exhaust; x != nil {
		n, of = n+x.Violated, of+x.Runs()
		if x.FaultFree == string(scenarios.Violated) {
			n++
		}
	}
	if m := r.Matrix; m != nil {
		n, of = n+m.FilledViolated, of+m.Filled
	}
	broken := reports.Broken(r.Violations)
	what := strings.Join(broken, ", ")
	if len(broken) > 1 && n > 1 {
		what = "one or more of " + what
	}
	text := fmt.Sprintf("%s of %s violated %s.", reports.Number(n), reports.Count(of, "run"), what)
	if c := r.Corpus; c != nil && c.StillFailing > 0 {
		still := fmt.Sprintf("Of what was found in the past, not mended: %s.", reports.Count(c.StillFailing, "repro"))
		if n == 0 {
			text = still
		} else {
			text += " " + still
		}
	}
	if r.Interrupted {
		text += " " + r.CutShort()
	}
	return text
}
