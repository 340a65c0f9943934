package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Envelope is how far each assumption can be pushed before something goes wrong.
type Envelope struct {
	Head
	Engine      string    `json:"engine"`
	Seed        string    `json:"seed"`
	Again       string    `json:"again"`        // the command that makes the same runs
	RunsOfEach  int       `json:"runs_of_each"` // of each value that holds; of one that breaks, up to the first that did
	Runs        int       `json:"runs"`
	Interrupted bool      `json:"interrupted"`
	WallSeconds float64   `json:"wall_seconds"`
	Pushed      []Pushed  `json:"pushed"`
	Different   []string  `json:"different"` // runs that were not the same when they were made again
	Failures    []Failure `json:"failures"`  // the first run of each smallest value that breaks
}

// Pushed is what came of one assumption.
type Pushed struct {
	Name string `json:"name"`
	Text string `json:"text"`
	Unit string `json:"unit"`
	// Safe says that whatever the value is, no invariant may be violated: only progress may be lost.
	Safe     bool         `json:"safe"`
	Assumed  *Value       `json:"assumed"` // by policy; null if it says nothing
	Least    Value        `json:"least"`   // that would be tried
	Most     Value        `json:"most"`
	Holds    *Value       `json:"holds"`     // the largest below the smallest that breaks; null if none does
	Breaks   *Value       `json:"breaks"`    // the smallest; null if none did
	Harm     []string     `json:"harm"`      // what went wrong at that one
	Margin   string       `json:"margin"`    // between what is assumed and what holds
	Again    []Value      `json:"again"`     // beyond it, that hold all the same: more does not always do more harm
	Runs     int          `json:"runs"`      // of all values together
	Struck   int          `json:"struck"`    // of them, in which what is pushed changed anything
	CutShort bool         `json:"cut_short"` // not all that were to be tried could be
	NotTried string       `json:"not_tried"` // why it cannot be pushed for this engine; "" if it can
	Tried    []TriedValue `json:"tried"`     // by value
	Repro    string       `json:"repro"`     // of what went wrong; "" if nothing did
	Command  string       `json:"command"`   // that replays it
}

// Value is a number and how it is said.
type Value struct {
	Value int64  `json:"value"`
	Said  string `json:"said"`
}

// TriedValue is what came of the runs of one value.
type TriedValue struct {
	Value Value    `json:"value"`
	Runs  int      `json:"runs"`
	Harm  []string `json:"harm"` // in the last of them; empty if nothing went wrong in any
}

// Unfinished is what a rotation that was not committed counts as: progress is lost, and nothing is
// violated.
const Unfinished = "unfinished"

// Reach is how far what holds is from what is assumed, as a ratio where both are amounts, and as a
// difference where they are counts.
func (x *Pushed) Reach() string {
	switch {
	case x.Assumed == nil || len(x.Tried) == 0:
		return ""
	case x.Holds == nil:
		return "none"
	}
	more := ""
	if x.Breaks == nil {
		more = "≥ "
	}
	if counted := x.Unit != "ns" && x.Unit != "ppm"; counted || x.Assumed.Value == 0 {
		return fmt.Sprintf("%s%+d", more, x.Holds.Value-x.Assumed.Value)
	}
	return fmt.Sprintf("%s×%.3g", more, float64(x.Holds.Value)/float64(x.Assumed.Value))
}

// covered says that what went wrong went wrong where policy says that nothing does.
func (x *Pushed) covered() bool {
	return x.Breaks != nil && (x.Holds == nil || x.Assumed != nil && x.Breaks.Value <= x.Assumed.Value)
}

// violated says that it was more than progress that was lost.
func (x *Pushed) violated() bool {
	return slices.ContainsFunc(x.Harm, func(id string) bool { return id != Unfinished })
}

// measured says that both ends are known, or that there is no end as far as was tried; and that what
// was pushed has been felt. What cannot be pushed has not been measured.
func (x *Pushed) measured() bool {
	return x.NotTried == "" && !x.CutShort && len(x.Tried) > 0 && (x.Breaks != nil || x.Struck > 0)
}

// Within are the assumptions at which something is violated that may not be, and those at which only
// progress is lost within what policy says.
func (r *Envelope) Within() (violated, lost []string) {
	for i := range r.Pushed {
		switch x := &r.Pushed[i]; {
		case x.Breaks == nil:
		case x.violated() && (x.Safe || x.covered()):
			violated = append(violated, x.Name)
		case x.covered():
			lost = append(lost, x.Name)
		}
	}
	return violated, lost
}

// Whole says that all was measured.
func (r *Envelope) Whole() bool {
	return !slices.ContainsFunc(r.Pushed, func(x Pushed) bool { return !x.measured() })
}

func (r *Envelope) text(p *page) {
	p.heading(fmt.Sprintf("How far each assumption reaches, for %s, seed %s", r.Engine, r.Seed))
	p.say("", fmt.Sprintf("%s in %.1f s. A value holds if nothing goes wrong in any of %s; it breaks by the first in which something does: an invariant is violated, a rotation is not committed by the end of the run, or a version is not known that somebody comes back with.",
		Count(r.Runs, "run"), r.WallSeconds, Count(r.RunsOfEach, "run")))
	for _, d := range r.Different {
		p.item(d)
	}
	p.blank()
	var rows [][]string
	for i := range r.Pushed {
		rows = append(rows, r.Pushed[i].row())
	}
	p.table([]column{{name: "assumption"}, {name: "assumed", right: true}, {name: "holds to", right: true}, {name: "breaks at", right: true},
		{name: "margin", right: true}, {name: "by"}}, rows)
	for i := range r.Pushed {
		r.Pushed[i].notes(p)
	}
	p.blank()
	r.replays(p)
}

// row is an assumption as a line of the table.
func (x *Pushed) row() []string {
	said := func(v *Value, none string) string {
		if v == nil {
			return none
		}
		return v.Said
	}
	row := []string{x.Name, said(x.Assumed, "unsaid"), said(x.Holds, "none"), said(x.Breaks, ""), x.Margin, strings.Join(x.Harm, ", ")}
	if len(x.Tried) == 0 {
		row[2] = ""
	}
	switch {
	case x.NotTried != "":
		row[5] = "cannot be pushed"
	case x.CutShort && x.Breaks == nil:
		row[5] = "cut short"
	case x.CutShort:
		row[5] += "; cut short"
	case x.Breaks == nil && x.Struck == 0:
		row[5] = "never felt"
	case x.Breaks == nil:
		row[3], row[5] = "", "no harm up to "+x.Most.Said
	}
	return row
}

// notes say what the table leaves out.
func (x *Pushed) notes(p *page) {
	text := x.Text
	if x.NotTried != "" {
		text += " It cannot be pushed for this engine: " + strings.TrimSuffix(x.NotTried, ".") + "."
	}
	if len(x.Again) > 0 {
		var all []string
		for _, v := range x.Again {
			all = append(all, v.Said)
		}
		text += fmt.Sprintf(" More does not always do more harm: %s held in all runs.", strings.Join(all, ", "))
	}
	p.say(x.Name+":", text)
}

// replays are the commands that show what went wrong first.
func (r *Envelope) replays(p *page) {
	first := true
	for i := range r.Pushed {
		x := &r.Pushed[i]
		if x.Command == "" {
			continue
		}
		if first {
			p.heading("To see what went wrong at each value that breaks")
			first = false
		}
		p.say(x.Name+" at", x.Breaks.Said+":")
		p.command(x.Command)
	}
	if !first {
		p.blank()
	}
}

func (r *Envelope) disagreement() string {
	runs := 0
	for i := range r.Pushed {
		x := &r.Pushed[i]
		runs += x.Runs
		if wrong := x.disagreement(); wrong != "" {
			return fmt.Sprintf("pushed[%d]: %s", i, wrong)
		}
	}
	within, lost := r.Within()
	return first(
		rule{runs == r.Runs, fmt.Sprintf("pushed has %d runs, and runs is %d", runs, r.Runs)},
		r.passes(len(within)+len(lost) > 0, "something breaks within what policy says"),
		r.passes(!r.Whole() || r.Runs == 0, "not all was measured"),
		r.passes(r.Interrupted, "it was interrupted"),
		r.passes(len(r.Different) > 0, "a run was not the same when it was made again"),
	)
}

// disagreement says where an assumption contradicts what was tried of it.
func (x *Pushed) disagreement() string {
	runs := 0
	var holds, breaks *Value
	for i := range x.Tried {
		t := &x.Tried[i]
		runs += t.Runs
		switch {
		case i > 0 && t.Value.Value <= x.Tried[i-1].Value.Value:
			return "tried is not in the order of its values"
		case len(t.Harm) > 0 && breaks == nil:
			breaks = &t.Value
			if !slices.Equal(t.Harm, x.Harm) {
				return "harm is not that of the smallest value that breaks"
			}
		case breaks == nil:
			holds = &t.Value
		}
	}
	same := func(a, b *Value) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return first(
		rule{runs == x.Runs, fmt.Sprintf("tried has %d runs, and runs is %d", runs, x.Runs)},
		rule{same(holds, x.Holds), "holds is not the largest value that was tried below the smallest that breaks"},
		rule{same(breaks, x.Breaks), "breaks is not the smallest value at which something went wrong"},
		atMost(x.Struck, "struck", x.Runs, "runs"),
		rule{x.Margin == x.Reach(), fmt.Sprintf("margin is %q, and that between these values is %q", x.Margin, x.Reach())},
	)
}
