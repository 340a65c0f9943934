package compliance

import (
	"fmt"
	"math"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
	"pawl/reports/stats"
)

// statistics says how sure one can be, each figure with what it is.
func statistics(s *Set) []paper.Block {
	c := s.check()
	var all []paper.Block
	if r := sampled(c); r.why != "" {
		all = append(all, missing("Bounds", "There is no bound: "+r.why+"."))
	} else {
		all = append(all, bounds(r, c.SeedGiven)...)
		if r.failed == 0 {
			all = append(all, boundDrawn(r))
		} else {
			all = append(all, say("How the bound falls with more runs is not drawn: it does only while none fails."))
		}
	}
	all = append(all, heading("What has not been seen yet"), unseen(c))
	all = append(all, heading("Per cell of the matrix"))
	all = append(all, perCell(c)...)
	all = append(all, heading("Every single fault"))
	all = append(all, exhaustive(s)...)
	all = append(all, heading("What these figures are"))
	t := table("", []string{"Figure", "What it is"})
	for _, x := range stats.Explanations {
		t.Rows = append(t.Rows, paper.Cells(x.Name, x.Text))
	}
	return append(all, t)
}

// bounds are those on the chance that a run fails.
func bounds(r sample, given bool) []paper.Block {
	t := table("How often a run fails, with 95 % confidence", []string{"Figure", "Value#", "Of"},
		paper.Cells("runs of fresh seeds", reports.Number(r.runs), "Scenarios, replays, and runs that were made for empty cells do not count."))
	if r.failed == 0 {
		t.Rows = append(t.Rows, paper.Cells(stats.NoFailureExplanation.Name, "at most "+atMost(stats.NoFailure(r.runs)), "none of them failed"))
	} else {
		low, high := stats.Interval(r.failed, r.runs)
		t.Rows = append(t.Rows, toned(paper.Bad, stats.IntervalExplanation.Name, atLeast(low)+" to "+atMost(high), reports.Number(r.failed)+" of them failed"))
	}
	worst := "every run could be judged"
	if r.undecided > 0 {
		worst = fmt.Sprintf("%s could not be judged, and are counted as failures", reports.Number(r.undecided))
	}
	t.Rows = append(t.Rows, paper.Cells(stats.WorstCaseExplanation.Name, "at most "+atMost(stats.WorstCase(r.failed, r.undecided, r.runs)), worst))
	text := "Each of these is " + stats.PerRun + ". N starts again from nothing when the engine changes."
	if given {
		text += " " + chosen
	}
	return []paper.Block{t, paper.Callout{Tone: paper.Doubt, Title: "What a bound is on", Text: text}}
}

// boundDrawn draws, of a campaign none of whose runs failed, where it stands and what more runs would be worth, if none of them failed.
func boundDrawn(r sample) paper.Block {
	decades := max(4, int(math.Ceil(math.Log10(float64(r.runs))))+1)
	free := paper.Line{Name: "no failure", Tone: paper.Good}
	for i := range decades*4 + 1 {
		n := int(math.Round(math.Pow(10, float64(i)/4)))
		free.Points = append(free.Points, paper.Point{X: float64(n), Y: 100 * stats.NoFailure(n)})
	}
	here := 100 * stats.NoFailure(r.runs)
	least := 100 * stats.NoFailure(int(math.Pow10(decades)))
	lines := []paper.Line{free, {Name: "this campaign", Dashed: true, Points: []paper.Point{{X: float64(r.runs), Y: here}, {X: float64(r.runs), Y: least}}}}
	p := paper.Curve("The bound by number of runs", "The upper 95 % bound on the chance that a run fails, by the number of runs of fresh seeds none of which failed, and where this campaign stands.",
		paper.Axis{Name: "runs", Log: true}, paper.Axis{Name: "percent of runs, at most", Log: true}, lines)
	p.Facts.Rows = p.Facts.Rows[:len(p.Facts.Rows)-1] // the lower end of the line down to the axis is no bound
	return p
}

// unseen is the estimate of Good and Turing.
func unseen(c *reports.Check) paper.Block {
	f := c.Fingerprints
	if f.Runs == 0 {
		return missing(stats.UnseenExplanation.Name, "The result does not tell its runs apart by what happened in them.")
	}
	return say("The next run shows a kind of behaviour that none has shown with a chance of about %s: %s showed %s, of which %s were shown by one run alone. Where this is high, the runs are far from having seen all that can happen, whatever the bound says.",
		tenth(100*stats.Unseen(f.Once, f.Runs)), reports.Count(f.Runs, "run"), reports.Count(f.Distinct, "kind"), reports.Number(f.Once))
}

// cellSizes are the least numbers of runs by which cells are told together.
var cellSizes = []int{1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000}

// perCell gives the bound of cells: each has its own number of runs, and fewer than all.
func perCell(c *reports.Check) []paper.Block {
	const name = "Bound per cell"
	r := sampled(c)
	switch {
	case c.Matrix == nil:
		return []paper.Block{missing(name, "There is no matrix.")}
	case r.why != "":
		return []paper.Block{missing(name, "There is no bound: "+r.why+".")}
	case r.failed+r.undecided > 0:
		return []paper.Block{missing(name, "Runs failed or could not be judged, and to which cells these belong is not known.")}
	}
	cells, none := make([]int, len(cellSizes)), 0
	for _, row := range c.Matrix.Rows {
		for i := range row.Runs {
			n := 0
			if i < len(row.Random) {
				n = row.Random[i]
			}
			if n > 0 {
				cells[sizeOf(n)]++
			} else if i < len(row.Reachable) && row.Reachable[i] {
				none++
			}
		}
	}
	t := table("Cells of fault, role and phase, by in how many runs of fresh seeds they were reached", []string{"Runs in the cell", "Cells#", "Bound for each, at most#"},
		toned(paper.Doubt, "none", reports.Number(none), "no bound"))
	for i, n := range cells {
		if n > 0 {
			t.Rows = append(t.Rows, paper.Cells(reports.Number(cellSizes[i])+" or more", reports.Number(n), atMost(stats.NoFailure(cellSizes[i]))))
		}
	}
	return []paper.Block{say("What holds of all runs does not hold of each cell: the chance that a run fails in which a fault is felt by somebody in a phase is bounded only by the runs in which it was. It is %s.", stats.PerRun), t}
}

// sizeOf is the place in cellSizes of what so many runs are told with.
func sizeOf(n int) int {
	for i := len(cellSizes) - 1; i > 0; i-- {
		if n >= cellSizes[i] {
			return i
		}
	}
	return 0
}

// exhaustive says what was tried without drawing: which faults, how many at once, at how many
// steps, in how many runs.
func exhaustive(s *Set) []paper.Block {
	t := table("One fault at one moment, each in a run of its own", []string{"Of", "Moments#", "Runs meant#", "Made#", "Passed#", "Violated#", "Inconclusive#", "Invalid#", "Did not bite#", "Not injected#"})
	add := func(x *reports.Exhausted) {
		n := reports.Number[int]
		row := paper.Cells(x.Scenario, n(x.Moments), n(x.Cells), n(x.Run), n(x.Passed), n(x.Violated), n(x.Inconclusive), n(x.Invalid), n(x.DidNotBite), n(x.NotInjected))
		if x.Violated > 0 {
			row[5].Tone = paper.Bad
		}
		if x.Run < x.Cells {
			row[3].Tone = paper.Doubt
		}
		t.Rows = append(t.Rows, row)
	}
	if x := s.check().Exhaust; x != nil {
		add(x)
	}
	for _, x := range s.Exhausts {
		add(&x.Exhausted)
	}
	if len(t.Rows) == 0 {
		return []paper.Block{missing("Every single fault", "No fault was tried at every moment of a run.")}
	}
	all := []paper.Block{say("Nothing is drawn in these runs, and no bound stands on them. They say what they say: each kind of fault that could happen at a moment was tried there, one at a time, in the fleet and with the seed of that run; not two at once, and no other lengths of time than those that are listed."), t}
	for _, x := range s.Exhausts {
		all = append(all, kinds(x), leftOut(x))
	}
	return all
}

// leftOut says with which amounts kinds were tried, and at how many moments they were not.
func leftOut(x *reports.Exhaust) paper.Block {
	t := table(fmt.Sprintf("Of %s: what lasts was tried for %s, lags of %s, counts of one. Not tried, at so many moments", x.Scenario, strings.Join(x.Lengths, ", "), x.Lag), []string{"Kind", "Moments#", "Why"})
	for _, l := range x.LeftOut {
		t.Rows = append(t.Rows, paper.Cells(l.Kind, reports.Number(l.Moments), l.Why))
	}
	return t
}

func kinds(x *reports.Exhaust) paper.Block {
	t := table("Kinds of faults that were tried, of "+x.Scenario, []string{"Kind", "Runs meant#", "Made#", "Changed something#", "Passed#"})
	for _, k := range x.Kinds {
		if k.Cells > 0 {
			t.Rows = append(t.Rows, paper.Cells(k.Kind, reports.Number(k.Cells), reports.Number(k.Run), reports.Number(k.Bit), reports.Number(k.Passed)))
		}
	}
	return t
}
