package compliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// detection says what would have been noticed: a pass of a gate that notices nothing is worth
// nothing.
func detection(s *Set) []paper.Block {
	all := []paper.Block{heading("Engines that must fail")}
	all = append(all, mustFail(s)...)
	all = append(all, heading("Bugs planted at the engine's ports"))
	all = append(all, atPorts(s.check())...)
	all = append(all, heading("Changes to the engine's source"))
	all = append(all, mutation("the engine", s.Engine)...)
	all = append(all, heading("Changes to the checker's source"))
	return append(all, mutation("the checker", s.Checker)...)
}

// mustFail tells of wrong engines: how many were caught, which were not, and how soon.
func mustFail(s *Set) []paper.Block {
	list := wrongEngines(s)
	if len(list) == 0 {
		why := "None was hunted."
		if len(s.violations()) > 0 {
			why = "None was hunted, since something was violated."
		}
		return []paper.Block{missing("Wrong engines", why)}
	}
	all := []paper.Block{say("Engines with one known bug each, hunted as the engine was tested. Caught were %d of %d.", reports.Caught(list), len(list))}
	if own := s.check().Planted; s.Mutants != nil && len(own) > 0 {
		all = append(all, say("That is of a hunt of its own. The campaign itself caught %d of the %d that it hunted.", reports.Caught(own), len(own)))
	}
	survivors := table("Survivors", []string{"Engine", "Lesson#", "Must be caught by", "What became of it"})
	for i := range list {
		if x := &list[i]; !x.Caught {
			survivors.Rows = append(survivors.Rows, toned(paper.Bad, x.Engine, reports.Number(x.Lesson), strings.Join(x.Expected, " or "), x.Fate()))
		}
	}
	if len(survivors.Rows) > 0 {
		all = append(all, survivors)
	}
	return append(all, soon(list)...)
}

// soon draws after how many random runs wrong engines were caught, the slowest first.
func soon(list []reports.Planted) (all []paper.Block) {
	caught := slices.DeleteFunc(slices.Clone(list), func(x reports.Planted) bool { return x.RunsToCatch == nil })
	if len(caught) == 0 {
		return []paper.Block{missing("Runs to catch", "No wrong engine was caught in random runs: those that were caught were in the scenario that is about their bug, or were not hunted at random.")}
	}
	slices.SortStableFunc(caught, func(a, b reports.Planted) int {
		return cmp.Or(cmp.Compare(*b.RunsToCatch, *a.RunsToCatch), cmp.Compare(a.Engine, b.Engine))
	})
	inParts(caught, perPicture, func(part []reports.Planted, of string) {
		var bars []paper.Bar
		for _, x := range part {
			bars = append(bars, paper.Bar{Name: x.Engine, Value: float64(*x.RunsToCatch), Text: fmt.Sprintf("%s, by %s", reports.Number(*x.RunsToCatch), strings.Join(x.CaughtBy, " "))})
		}
		all = append(all, paper.Bars("Random runs until each wrong engine was caught"+of, "Engines with one known bug each, those that took longest first.", "runs", bars, true))
	})
	if n := len(list) - len(caught); n > 0 {
		all = append(all, say("Of %s it was %s how many random runs it takes.", reports.Count(n, "other"), notMeasured))
	}
	return all
}

func atPorts(c *reports.Check) []paper.Block {
	if len(c.PortBugs) == 0 {
		return []paper.Block{missing("Bugs at the ports", "They are planted in engines that are not the reference, where nothing was violated.")}
	}
	return []paper.Block{say("%s.", reports.PortBugs(c.PortBugs)), paper.List{Items: reports.PortBugLines(c.PortBugs)}}
}

// mutation tells how many changes of a source were noticed, and which were not.
func mutation(whose string, m *reports.Mutation) []paper.Block {
	if m == nil {
		return []paper.Block{missing("Mutation score of "+whose, "Its source was not changed to see what would be noticed.")}
	}
	if m.Killed+m.Survived == 0 {
		return []paper.Block{missing("Mutation score of "+whose, "No change of its source ran.")}
	}
	all := []paper.Block{
		say("Package %s, %s of %s tried, seed %s: %s noticed, %s survived, %s said to make no difference, %s never ran.", m.Package, reports.Number(len(m.Mutants)),
			reports.Count(m.Sites, "small change"), m.Seed, reports.Number(m.Killed), reports.Number(m.Survived), reports.Number(m.Equivalent), reports.Number(m.NeverRan)),
		scores(whose, m),
	}
	survivors := table("Survivors", []string{"Where", "Function", "Change"})
	for i := range m.Mutants {
		if x := &m.Mutants[i]; x.Upshot() == reports.Survived {
			survivors.Rows = append(survivors.Rows, paper.Cells(fmt.Sprintf("%s:%d:%d", x.File, x.Line, x.Column), orSay(x.Function, "(no function)"), x.Change))
		}
	}
	if len(survivors.Rows) > 0 {
		all = append(all, survivors)
	}
	return append(all, command(m.Again))
}

// scores draws the share that was noticed, of those that ran and are not said to be equal.
func scores(whose string, m *reports.Mutation) paper.Block {
	bars := []paper.Bar{{Name: "noticed", Value: m.Score, Text: tenth(m.Score), Tone: paper.Good}}
	if m.Judge == "runs" {
		bars = append(bars, paper.Bar{Name: "by an invariant", Value: m.ByInvariant, Text: tenth(m.ByInvariant), Tone: paper.Good})
	}
	bars = append(bars, paper.Bar{Name: "survived", Value: 100 - m.Score, Text: fmt.Sprintf("%s, %s", tenth(100-m.Score), reports.Number(m.Survived)), Tone: paper.Doubt})
	return paper.Bars("Mutation score of "+whose, "The share of small changes to the source of "+whose+" that were noticed, of those that ran and are not said to make no difference.", "percent", bars, false)
}
