package compliance

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
	"pawl/reports/stats"
)

// summary is the first page: what was tested, what was assumed, what was found, how sure that
// is, and how to check it.
func summary(s *Set) (all []paper.Block) {
	c := s.check()
	if alarm := alarm(s); alarm.Title != "" {
		all = append(all, alarm)
	}
	tone := toneOf(c.Verdict)
	if !s.judged() {
		tone = paper.Bad
	}
	all = append(all, table("", []string{"In five lines", ""},
		paper.Cells("Tested", tested(c)),
		paper.Cells("Assumed", orSay(strings.Join(c.Assumptions, "; "), "nothing is said")),
		toned(tone, "Found", found(s)),
		paper.Cells("How sure", sure(c)),
		paper.Cells("How to check", "The command below makes the same runs again, with the same result.")))
	return append(all, command(c.Again))
}

func command(text string) paper.Block {
	if text == "" {
		return missing("Command", "The result does not have the command that makes its runs again.")
	}
	return paper.Code{Text: text}
}

// alarm is what nobody may overlook.
func alarm(s *Set) paper.Callout {
	c := s.check()
	switch ids := violatedIDs(s); {
	case len(ids) > 0 || s.violatedRuns() > 0:
		return paper.Callout{Tone: paper.Bad, Title: "Something was violated", Text: fmt.Sprintf("Violated was %s, in %s of the campaign and in %s of the runs made besides, for single faults. Section 5 tells how, and section 9 what is open.",
			orSay(strings.Join(ids, ", "), "what is not named"), reports.Count(c.Outcomes.Violated, "run"), reports.Number(s.violatedSingles()))}
	case len(s.different()) > 0:
		return paper.Callout{Tone: paper.Bad, Title: "Not deterministic", Text: "The same seed gave two different runs: no figure of this document can be relied on."}
	case c.Runs == 0 && slices.ContainsFunc(s.Exhausts, func(x *reports.Exhaust) bool { return x.Runs() > 0 }):
		return paper.Callout{Tone: paper.Doubt, Title: "No campaign", Text: "Runs were made of single faults or of pairs, and none of a campaign: this document is evidence of those alone."}
	case c.Runs == 0:
		return paper.Callout{Tone: paper.Bad, Title: "Nothing ran", Text: "No run was made. This document is evidence of nothing."}
	case !s.judged():
		return paper.Callout{Tone: paper.Bad, Title: "Nothing was judged", Text: "Runs were made, and no invariant found anything to judge in them. That nothing was violated says nothing."}
	case c.Verdict != reports.Pass:
		return paper.Callout{Tone: paper.Doubt, Title: "The campaign did not pass", Text: fmt.Sprintf("Its verdict is: %s. %s", words(c.Verdict), c.Closing)}
	}
	return paper.Callout{}
}

// violatedIDs are the invariants that were violated in any result, each once.
func violatedIDs(s *Set) (ids []string) {
	for _, j := range s.check().Invariants {
		if j.Violated > 0 {
			ids = append(ids, j.ID)
		}
	}
	for _, f := range s.violations() {
		if !slices.Contains(ids, f.Invariant) {
			ids = append(ids, f.Invariant)
		}
	}
	return ids
}

func tested(c *reports.Check) string {
	text := fmt.Sprintf("Engine %s at revision %s, %s contract, in simulation: %s of fresh seeds and %s of %s", orSay(c.Engine, notKnown), revision(c), orSay(c.Contract, "no"),
		reports.Count(c.RandomRuns, "run"), reports.Number(c.Runs-c.RandomRuns), reports.Count(len(c.Scenarios), "scenario"))
	switch {
	case c.Exhaust == nil:
	case c.Exhaust.Run == 0:
		text += "; single faults were not tried: " + orSay(c.Exhaust.NoCells, "the run without one came to: "+c.Exhaust.FaultFree)
		return strings.TrimSuffix(text, ".") + "."
	default:
		text += fmt.Sprintf("; and %s, each with one fault at one moment", reports.Count(c.Exhaust.Run, "run"))
	}
	return text + "."
}

// found never merges kinds of outcomes.
func found(s *Set) string {
	c := s.check()
	beyond := ""
	if n := beyondRuns(c); n > 0 {
		beyond = fmt.Sprintf(", %s of them beyond the assumptions, where nothing is held against the engine", reports.Number(n))
	}
	text := fmt.Sprintf("Verdict: %s. Of %s%s: %s.", orSay(words(c.Verdict), "none"), reports.Count(c.Runs, "run"), beyond, allOutcomes(c.Outcomes))
	if ids := violatedIDs(s); len(ids) > 0 {
		text = fmt.Sprintf("Violated: %s. ", strings.Join(ids, ", ")) + text
	}
	if !s.judged() {
		text = "Nothing was judged. " + text
	}
	if not := c.NotJudged(); not != "" && s.judged() {
		text += " " + strings.ToUpper(not[:1]) + not[1:] + ": section 5 has which part was not, and section 10 what these names stand for."
	}
	return text
}

// allOutcomes names each kind, also where there is none of it.
func allOutcomes(o reports.Outcomes) string {
	n := reports.Number[int]
	return fmt.Sprintf("%s passed, %s violated, %s inconclusive, %s invalid, %s with nothing to judge, %s missed an expectation",
		n(o.Passed), n(o.Violated), n(o.Inconclusive), n(o.Invalid), n(o.Unjudged), n(o.Missed))
}

// chosen is what a bound does not know.
const chosen = "That holds of a seed that was drawn: this one was given, and whoever gave it may have chosen it."

// sure is the bound, with what it is a bound on.
func sure(c *reports.Check) string {
	r := sampled(c)
	if r.why != "" {
		return "The bound was " + notMeasured + ": " + r.why + "."
	}
	low := "a run fails with a chance of"
	if r.failed > 0 {
		least, _ := stats.Interval(r.failed, r.runs)
		low += " at least " + atLeast(least) + " and"
	}
	high := "at most " + atMost(stats.Upper(r.failed, r.runs))
	if worst := atMost(stats.WorstCase(r.failed, r.undecided, r.runs)); r.undecided > 0 {
		high += fmt.Sprintf(", or %s if each of %s that could not be judged is counted as a failure", worst, reports.Count(r.undecided, "run"))
	}
	text := fmt.Sprintf("With 95 %% confidence %s %s: %s.", low, high, stats.PerRun)
	if c.SeedGiven {
		text += " " + chosen
	}
	return text
}
