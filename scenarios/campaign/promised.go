package campaign

import (
	"strings"

	"pawl/checker"
	"pawl/reports"
)

// promised is what became of every invariant that is promised.
func promised(f *Findings) []reports.Judged {
	all := []reports.Judged{}
	for i, x := range f.Invariants { // in the order of checker.All
		all = append(all, reports.Judged{ID: x.ID, Sentence: checker.All[i].Sentence, Runs: x.Judged, Violated: x.Violated,
			WhyNot: whyNot(x, f.Runs), Cut: x.Cut, Without: without(x.ID), Clauses: clauses(&checker.All[i], x.Clauses), Source: sourceOf(&checker.All[i])})
	}
	return all
}

// sourceOf is where an invariant is judged.
func sourceOf(inv *checker.Invariant) *reports.SourceLine {
	file, line := inv.Source()
	if file == "" {
		return nil
	}
	return &reports.SourceLine{File: file, Line: line}
}

// sourceBy is where an invariant of a name is judged; nil if it is none, but what a program
// must not do.
func sourceBy(id string) *reports.SourceLine {
	for i := range checker.All {
		if checker.All[i].ID == id {
			return sourceOf(&checker.All[i])
		}
	}
	return nil
}

// clauses is what each clause of an invariant had to judge.
func clauses(inv *checker.Invariant, counts []checker.Count) []reports.JudgedClause {
	all := make([]reports.JudgedClause, len(counts))
	for i, c := range counts {
		all[i] = reports.JudgedClause{Name: inv.Clauses[i].Name, Sentence: inv.Clauses[i].Sentence, Judged: c.Judged, Broken: c.Broken, Close: c.Close}
	}
	return all
}

// without is the part of an invariant that is not judged, and why.
func without(id string) string {
	var parts []string
	for _, gap := range checker.Partial {
		if gap.ID == id {
			parts = append(parts, gap.Sentence+": "+gap.Why)
		}
	}
	return strings.Join(parts, "; ")
}

func whyNot(x InvariantCount, runs int) string {
	switch {
	case x.Judged > 0:
		return ""
	case runs == 0:
		return "nothing ran"
	}
	return x.WhyNot
}
