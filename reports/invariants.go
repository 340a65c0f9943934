package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Judged says in how many runs an invariant was judged, and violated; if in none, why.
type Judged struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
	Runs     int    `json:"judged_runs"`
	Violated int    `json:"violated_runs"`
	WhyNot   string `json:"why_not"`
	Cut      int    `json:"cut_runs"`       // in so many what came after the store was put back to an older copy was not judged
	Without  string `json:"judged_without"` // the part that was not, and why; "" if it was judged whole

	Clauses []JudgedClause `json:"clauses"`
	Source  *SourceLine    `json:"source"` // of what judges it; null if that is not known
}

// SourceLine is a line of the source of Pawl.
type SourceLine struct {
	File string `json:"file"` // from where its go.mod is, with slashes
	Line int    `json:"line"`
}

// A JudgedClause is one part of an invariant's sentence. One that had nothing to judge in all
// of the runs is a hole, and no pass.
type JudgedClause struct {
	Name     string `json:"name"`
	Sentence string `json:"sentence"`
	Judged   int    `json:"judged"`
	Broken   int    `json:"broken"`
	Close    int    `json:"close"` // would be broken, had things happened at other moments that the observer leaves open
}

// invariants groups those that were judged equally often.
func (c *Check) invariants(p *page) {
	if c.Runs == 0 {
		return
	}
	var always, sometimes []string
	for _, j := range c.Invariants {
		switch j.Runs {
		case c.Runs:
			always = append(always, j.ID)
		case 0:
		default:
			sometimes = append(sometimes, fmt.Sprintf("%s (%s)", j.ID, Number(j.Runs)))
		}
	}
	p.heading("Invariants")
	p.list("Judged in every run:", always, ", ")
	p.list("Judged in some runs:", sometimes, ", ")
	gaps(p, c.Invariants)
	p.blank()
}

// list writes what there is of something in one paragraph, under a label.
func (p *page) list(label string, all []string, between string) {
	if len(all) > 0 {
		p.say(label, strings.Join(all, between)+".")
	}
}

// gaps says of which invariants nothing is known, or not all.
func gaps(p *page, all []Judged) {
	p.list("Judged in part:     ", inPart(all), "; ")
	p.list("Not after a rewind: ", cutShort(all), ", ")
	p.list("Not judged:         ", never(all), "; ")
	p.list("Holes:              ", holes(all), "; ")
}

// cutShort lists the invariants that say nothing of what came after the store was put back,
// with in how many runs.
func cutShort(invariants []Judged) (all []string) {
	for _, j := range invariants {
		if j.Cut > 0 {
			all = append(all, fmt.Sprintf("%s (%s)", j.ID, Number(j.Cut)))
		}
	}
	return all
}

// holes lists the clauses of what was judged that had nothing to judge.
func holes(invariants []Judged) (all []string) {
	for _, j := range invariants {
		var idle []string
		for _, x := range j.Clauses {
			if j.Runs > 0 && x.Judged == 0 {
				idle = append(idle, x.Name)
			}
		}
		switch len(idle) {
		case 0:
		case 1:
			all = append(all, fmt.Sprintf("%s %s was never put to the test", j.ID, idle[0]))
		default:
			all = append(all, fmt.Sprintf("%s %s were never put to the test", j.ID, strings.Join(idle, ", ")))
		}
	}
	return all
}

// inPart lists the invariants of which a part was not judged.
func inPart(invariants []Judged) (all []string) {
	for _, j := range invariants {
		if j.Runs > 0 && j.Without != "" {
			all = append(all, j.ID+" without "+j.Without)
		}
	}
	return all
}

// never lists the invariants that were not judged, those of one reason together.
func never(invariants []Judged) (all []string) {
	var reasons []string
	ids := map[string][]string{} // looked up only
	for _, j := range invariants {
		if j.Runs > 0 {
			continue
		}
		if !slices.Contains(reasons, j.WhyNot) {
			reasons = append(reasons, j.WhyNot)
		}
		ids[j.WhyNot] = append(ids[j.WhyNot], j.ID)
	}
	for _, why := range reasons {
		all = append(all, fmt.Sprintf("%s (%s)", strings.Join(ids[why], ", "), why))
	}
	return all
}

// NotJudged says how much of the contract a result does not speak of; "" if it speaks
// of all.
func (c *Check) NotJudged() string { return notJudged(c.Invariants) }

func notJudged(invariants []Judged) string {
	none := 0
	var part []string
	for _, j := range invariants {
		switch {
		case j.Runs == 0:
			none++
		case j.Without != "":
			part = append(part, j.ID)
		}
	}
	var texts []string
	if none > 0 {
		texts = append(texts, fmt.Sprintf("%d of the contract's %d invariants %s not judged", none, len(invariants), was(none)))
	}
	switch ids := strings.Join(part, " and "); {
	case ids != "" && none > 0:
		texts = append(texts, ids+" only in part")
	case ids != "":
		texts = append(texts, ids+" "+was(len(part))+" judged only in part")
	}
	return strings.Join(texts, ", ")
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
