package reports

import (
	"fmt"
	"slices"
	"strings"
)

// A Shrunk says how a failure's run was made small, and whether anything more can go.
type Shrunk struct {
	Invariant string   `json:"invariant"` // that was kept violated, by the same clause
	Clause    string   `json:"clause"`    // "" where there is none
	Before    RunSize  `json:"before"`
	After     RunSize  `json:"after"`
	Drawing   []string `json:"drawing"` // the places that still draw: all others choose the least there is
	Runs      int      `json:"runs"`    // that it took
	Least     bool     `json:"least"`   // each single part that is left was left out by itself, and is needed
	Ended     string   `json:"ended"`   // why it ended, where it is not that
	Gone      []string `json:"gone"`    // what was left out or made simpler, in that order
	Needed    []string `json:"needed"`  // what was tried by itself on the run that is left, and why it cannot be so
}

// A RunSize is how much there is of a run.
type RunSize struct {
	Events  int     `json:"events"` // all that happens
	Drawn   int     `json:"drawn"`  // of them those that a run could do without
	Nodes   int     `json:"nodes"`
	Workers int     `json:"workers"`
	Clients int     `json:"clients"`
	Relying int     `json:"relying"`
	Keys    int     `json:"keys"`
	Seconds float64 `json:"seconds"` // simulated
	Places  int     `json:"places"`  // that draw
}

// Line is what came of it, in one or two sentences.
func (s *Shrunk) Line() string {
	var went []string
	for _, x := range []struct {
		what          string
		before, after float64
	}{
		{"events", float64(s.Before.Events), float64(s.After.Events)},
		{"nodes", float64(s.Before.Nodes), float64(s.After.Nodes)},
		{"workers", float64(s.Before.Workers), float64(s.After.Workers)},
		{"clients", float64(s.Before.Clients), float64(s.After.Clients)},
		{"relying parties", float64(s.Before.Relying), float64(s.After.Relying)},
		{"keys", float64(s.Before.Keys), float64(s.After.Keys)},
		{"seconds", s.Before.Seconds, s.After.Seconds},
		{"places that draw", float64(s.Before.Places), float64(s.After.Places)},
	} {
		if x.before != x.after {
			went = append(went, fmt.Sprintf("%s %.0f to %.0f", x.what, x.before, x.after))
		}
	}
	text := fmt.Sprintf("Shrunk in %s: %s.", Count(s.Runs, "run"), strings.Join(went, ", "))
	if len(went) == 0 {
		text = fmt.Sprintf("Tried in %s to be made smaller.", Count(s.Runs, "run"))
	}
	if s.Least {
		return text + " Nothing more can go: each part that is left was left out by itself, and is needed."
	}
	return text + " More may go: " + s.Ended + "."
}

// Lines of the log that are shown where there is no room for all.
const mostShown = 30

// Log is what was tried, for people: what went, and what cannot. Of either it shows the last.
func (s *Shrunk) Log() (lines []string) {
	lines = append(lines, s.Line())
	for _, of := range []struct {
		head string
		all  []string
	}{{"Gone, in this order, and still violated:", s.Gone}, {"Needed, each tried by itself on the run that is left:", s.Needed}} {
		if len(of.all) == 0 {
			continue
		}
		lines = append(lines, of.head)
		if more := len(of.all) - mostShown; more > 0 {
			lines = append(lines, fmt.Sprintf("  (%s before these)", Count(more, "more line")))
		}
		for _, x := range of.all[max(0, len(of.all)-mostShown):] {
			lines = append(lines, "  "+x)
		}
	}
	return lines
}

// disagreement says where what is told of a failure's shrinking contradicts itself.
func (s *Shrunk) disagreement() string {
	return first(
		rule{s.Least == (s.Ended == ""), "least and ended: one of them says why it ended"},
		rule{s.After.Places == len(s.Drawing), fmt.Sprintf("after.places is %d, and drawing has %d", s.After.Places, len(s.Drawing))},
		rule{s.After.Events <= s.Before.Events && s.After.Drawn <= s.Before.Drawn, "more is left than there was"},
		rule{s.Least || len(s.Needed) == 0, "something may still go, and needed is not empty"},
		rule{slices.IsSorted(s.Drawing), "drawing is not in order"},
	)
}

// agree is the rule that no failure of some contradicts itself.
func agree(all []Failure) rule {
	for i := range all {
		if s := all[i].Shrunk; s != nil && s.disagreement() != "" {
			return rule{false, fmt.Sprintf("violations #%d: shrunk: %s", i+1, s.disagreement())}
		}
	}
	return rule{holds: true}
}
