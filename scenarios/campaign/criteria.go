package campaign

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
)

// A criterion is what was not met, and what to do about it.
type criterion struct{ text, advice string }

// EnoughRuns is how many random runs it takes for what is rare to happen.
const EnoughRuns = reports.EnoughRuns

const (
	moreRuns   = "Make more --runs; if that does not help, what should have happened cannot."
	moreTime   = "Give a longer --budget."
	lookAtRun  = "Look at the run that is told above."
	huntLonger = "Allow more --runs; if that does not help, mend the checker."
	sharpen    = "Allow more --runs; if that does not help, make the scenario sharper, or mend the checker."
	huntAlone  = "Hunt it with more runs; if that does not help, mend the checker."
)

// enoughRuns is the advice where there were too few runs for what is rare.
var enoughRuns = fmt.Sprintf("What is rare needs some %d random --runs.", EnoughRuns)

// missed are the criteria that were not met.
func (g *Gate) missed(r *reports.Check) (all []criterion) {
	for _, goal := range r.Sometimes {
		if goal.Required && goal.Count == 0 && g.Home == nil { // they are goals of the standard setting
			all = append(all, neverHappened(goal.Goal, r.RandomRuns))
		}
	}
	for _, s := range r.Scenarios {
		switch s.Verdict {
		case reports.NothingRan:
			all = append(all, criterion{fmt.Sprintf("scenario %s was never run: the budget was too short", s.Name), moreTime})
		case reports.CriterionMissed:
			if g.Theirs && !slices.Contains(g.Expected, s.Name) {
				continue // it is expected of the reference
			}
			all = append(all, criterion{fmt.Sprintf("scenario %s did not go as expected", s.Name), lookAtRun})
		}
	}
	all = append(all, damaged(r.Corpus)...)
	all = append(all, missedSingles(r.Exhaust)...)
	all = append(all, g.missedCells(r.Matrix)...)
	all = append(all, strays(r.Protocol)...)
	all = append(all, missedRates(&r.Rates)...)
	all = append(all, missedAtPorts(r.PortBugs, g.Must)...)
	if g.named() {
		return append(all, uncaught(r.Planted, sharpen)...)
	}
	return append(all, uncaught(r.Planted, huntAlone)...)
}

// damaged are repros of the past that cannot be read: what they had could be back, and nobody would know.
func damaged(c *reports.FoundBefore) []criterion {
	if c == nil || c.Damaged == 0 {
		return nil
	}
	i := slices.IndexFunc(c.Repros, func(r reports.CorpusRepro) bool { return r.Outcome == reports.Damaged })
	text := c.Repros[i].File + ", which was found in the past, cannot be read"
	if c.Damaged > 1 {
		text += fmt.Sprintf(", and so it is with %s more", reports.Number(c.Damaged-1))
	}
	return []criterion{{text, "Mend the file, or take it away if what it had is known to be mended."}}
}

func neverHappened(goal string, runs int) criterion {
	c := criterion{fmt.Sprintf("%q never happened", goal), moreRuns}
	if runs < EnoughRuns {
		c.text += " in " + reports.Count(runs, "random run")
		c.advice = enoughRuns
	}
	return c
}

// uncaught are the wrong engines that were not caught: those of the same fate
// together. What to do is advised of those that were hunted to the end.
func uncaught(planted []reports.Planted, huntMore string) (all []criterion) {
	var fates []string
	names, advice := map[string][]string{}, map[string]string{} // looked up only
	for i := range planted {
		p := &planted[i]
		if p.Caught {
			continue
		}
		fate := p.Fate()
		if names[fate] == nil {
			fates = append(fates, fate)
		}
		names[fate] = append(names[fate], p.Engine)
		if advice[fate] = huntMore; p.CutShort {
			advice[fate] = moreTime
		}
	}
	for _, fate := range fates {
		was := "was"
		if len(names[fate]) > 1 {
			was = "were"
		}
		all = append(all, criterion{fmt.Sprintf("%s %s %s", strings.Join(names[fate], ", "), was, fate), advice[fate]})
	}
	return all
}

// advised joins criteria to one text: what was missed, then what to do.
func advised(all []criterion) string {
	var texts, advice []string
	for _, c := range all {
		texts = append(texts, c.text)
		if !slices.Contains(advice, c.advice) {
			advice = append(advice, c.advice)
		}
	}
	return strings.Join(texts, "; ") + ". " + strings.Join(advice, " ")
}
