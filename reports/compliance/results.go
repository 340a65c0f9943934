package compliance

import (
	"fmt"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// results are what runs came to, kind by kind, then what was judged, then each failure.
func results(s *Set) []paper.Block {
	c := s.check()
	all := []paper.Block{outcomesTable(c)}
	if c.Runs < c.RunsMeant || c.Interrupted {
		all = append(all, paper.Callout{Tone: paper.Doubt, Title: "Cut short", Text: c.CutShort()})
	}
	all = append(all, unpassed(c)...)
	all = append(all, heading("What was judged"))
	all = append(all, invariants(c)...)
	all = append(all, heading("What happened sometimes"))
	all = append(all, sometimes(c)...)
	all = append(all, heading("How much the engine did"))
	all = append(all, rates(&c.Rates)...)
	all = append(all, heading("What was violated"))
	return append(all, failures(s)...)
}

// outcomesTable never merges kinds, and says of each what it means.
func outcomesTable(c *reports.Check) paper.Block {
	t := table("What runs came to", []string{"Outcome", "All runs#", "Of fresh seeds#", "What it means"})
	fresh := sampled(c)
	o, r := c.Outcomes, c.RandomOutcomes
	for _, x := range []struct {
		name        string
		all, random int
		means       string
		tone        paper.Tone
	}{
		{"passed", o.Passed, r.Passed, "Invariants were judged, none was violated, and what was expected came about.", paper.Good},
		{"violated", o.Violated, r.Violated, "An invariant was violated, or a process of the engine panicked or did not come back.", paper.Bad},
		{"inconclusive", o.Inconclusive, r.Inconclusive, "Nothing was found violated, and not all could be decided. No pass.", paper.Doubt},
		{"invalid", o.Invalid, r.Invalid, "What was observed could not be judged: a fault of the harness. No pass.", paper.Doubt},
		{"unjudged", o.Unjudged, r.Unjudged, "No invariant had anything to judge. No pass.", paper.Doubt},
		{"missed", o.Missed, r.Missed, "Nothing was violated, and an expectation of the scenario was not met. No pass.", paper.Doubt},
	} {
		random := reports.Number(x.random)
		if !fresh.counted {
			random = notMeasured
		}
		count := paper.Cell{Text: reports.Number(x.all)}
		if x.all > 0 {
			count.Tone = x.tone
		}
		t.Rows = append(t.Rows, []paper.Cell{{Text: x.name}, count, {Text: random}, {Text: x.means}})
	}
	return t
}

// unpassed lists scenarios that did not pass, and those that were not run.
func unpassed(c *reports.Check) []paper.Block {
	if len(c.Scenarios) == 0 {
		return []paper.Block{missing("Scenarios", "None was run.")}
	}
	passed := 0
	t := table("Scenarios that did not pass", []string{"Scenario", "Runs#", "Verdict", "Not as expected"})
	for _, x := range c.Scenarios {
		if x.Verdict == reports.Pass {
			passed++
			continue
		}
		t.Rows = append(t.Rows, []paper.Cell{{Text: x.Name}, {Text: reports.Number(x.Runs)}, {Text: words(x.Verdict), Tone: toneOf(x.Verdict)}, {Text: notAsExpected(&x)}})
	}
	all := []paper.Block{say("Of %s %s passed.", reports.Count(len(c.Scenarios), "scenario"), reports.Number(passed))}
	if len(c.LeftOut) > 0 {
		all = append(all, say("Not run, since the engine does not offer to stand what is done past it in them: %s.", strings.Join(c.LeftOut, ", ")))
	}
	if len(t.Rows) > 0 {
		all = append(all, t)
	}
	return all
}

func notAsExpected(x *reports.ScenarioRuns) string {
	text := strings.Join(x.Missed, "; ")
	if f := x.FirstMissed; f != nil {
		text += fmt.Sprintf(" (in %s of %s, first in that of seed %s)", reports.Number(x.MissedRuns), reports.Count(x.Runs, "run"), f.Seed)
	}
	return text
}

// rates tell an engine that breaks no rule and is of no use.
func rates(r *reports.Rates) []paper.Block {
	if r.Runs == 0 || len(r.Rates) == 0 {
		return []paper.Block{missing("Rates", "In no random run it was counted how much the engine did.")}
	}
	t := table("In "+reports.Count(r.Runs, "random run")+": an engine that does nothing breaks no rule", []string{"", "Done#", "Against#", "Of", "Bound"})
	for _, x := range r.Rates {
		bound, of, tone := fmt.Sprintf("at least %d %%", x.Least), x.Of, paper.Good
		if x.Most > 0 {
			bound = fmt.Sprintf("at most %d %%", x.Most)
		}
		if r.Measure != "" {
			of = "what " + r.Measure + " did in the same runs"
		}
		if !x.Met {
			bound, tone = bound+": missed", paper.Bad
		}
		t.Rows = append(t.Rows, toned(tone, x.Measure, reports.Number(x.Count), reports.Number(x.Against), of, bound))
	}
	return []paper.Block{t}
}

// broken says of a clause how often it was broken, apart where that is held against nobody: in
// the tail of a run whose assumption had been broken by then.
func (x *clause) broken(b *paper.Bar) {
	if x.Broken == 0 {
		return
	}
	if x.violated {
		b.Tone, b.Text = paper.Bad, fmt.Sprintf("%s, broken %s", reports.Number(x.Judged), reports.Number(x.Broken))
	} else {
		b.Tone, b.Text = paper.Doubt, fmt.Sprintf("%s, broken %s beyond", reports.Number(x.Judged), reports.Number(x.Broken))
	}
}

// invariants says in how many runs each was judged, and how often each clause had something
// to judge.
func invariants(c *reports.Check) []paper.Block {
	if len(c.Invariants) == 0 {
		return []paper.Block{missing("Invariants", "The result names none.")}
	}
	t := table("Invariants, and in how many runs", []string{"", "What must hold", "Judged#", "Violated#", "What is not judged"})
	var clauses []clause
	for _, j := range c.Invariants {
		judged, violated := paper.Cell{Text: reports.Number(j.Runs)}, paper.Cell{Text: reports.Number(j.Violated)}
		not := j.Without
		if j.Runs == 0 {
			judged = paper.Cell{Text: "not judged", Tone: paper.Doubt}
			violated = paper.Cell{Text: notKnown, Tone: paper.Doubt}
			not = orSay(j.WhyNot, "nothing says why")
		}
		if j.Cut > 0 {
			not = strings.TrimPrefix(not+"; ", "; ") + fmt.Sprintf("what came after the store was put back, in %s", reports.Count(j.Cut, "run"))
		}
		if j.Violated > 0 {
			violated = paper.Cell{Text: reports.Number(j.Violated), Tone: paper.Bad}
		}
		t.Rows = append(t.Rows, []paper.Cell{{Text: j.ID}, {Text: j.Sentence}, judged, violated, {Text: not}})
		for _, x := range j.Clauses {
			clauses = append(clauses, clause{j.ID, j.Violated > 0, x})
		}
	}
	return append([]paper.Block{t, fitting(c)}, clausesDrawn(clauses)...)
}

// fitting says how the numbers of runs go together.
func fitting(c *reports.Check) paper.Block {
	text := fmt.Sprintf("%s were made.", reports.Count(c.Runs, "run"))
	if n := beyondRuns(c); n > 0 {
		text += fmt.Sprintf(" In %s an assumption was broken on purpose: no invariant counts as judged in them from there on, and above they are among those that passed if nothing was violated before.", reports.Number(n))
	}
	return say("%s An invariant that is judged in fewer had nothing to judge in the others. A run in which several are violated is one run above, and is counted at each of them here.", text)
}

type clause struct {
	invariant string
	violated  bool // the invariant was, in what is held against the engine
	reports.JudgedClause
}

// clausesDrawn shows how often each part of an invariant was put to the test.
func clausesDrawn(clauses []clause) (all []paper.Block) {
	if len(clauses) == 0 {
		return []paper.Block{missing("Clauses", "The result does not have the parts of invariants.")}
	}
	inParts(clauses, perPicture, func(part []clause, of string) {
		var bars []paper.Bar
		for _, x := range part {
			b := paper.Bar{Name: x.invariant + " " + x.Name, Value: float64(x.Judged), Text: reports.Number(x.Judged), Tone: paper.Good}
			if x.broken(&b); x.Judged == 0 {
				b.Tone, b.Text = paper.Doubt, "never put to the test"
			}
			bars = append(bars, b)
		}
		all = append(all, paper.Bars("How often each clause was judged"+of, "The parts of invariants, each with how often it had something to judge in all runs; one that never had is a hole, and no pass. “Beyond” is what was broken after an assumption was, in a run that counts: held against nobody, so that the table has 0.", "times", bars, true))
	})
	return all
}

func sometimes(c *reports.Check) []paper.Block {
	if len(c.Sometimes) == 0 {
		return []paper.Block{missing("Goals", "The result names nothing that has to happen sometimes.")}
	}
	t := table("What has to happen sometimes, for runs to have tested anything", []string{"", "Runs#", ""})
	for _, g := range c.Sometimes {
		count, demanded := paper.Cell{Text: reports.Number(g.Count)}, "told only"
		if g.Required {
			demanded = "demanded"
		}
		if g.Count == 0 {
			count = paper.Cell{Text: "never", Tone: paper.Doubt}
		}
		t.Rows = append(t.Rows, []paper.Cell{{Text: g.Goal}, count, {Text: demanded}})
	}
	return []paper.Block{t}
}
