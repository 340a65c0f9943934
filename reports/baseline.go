package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Against says what is otherwise than in the result of an earlier check, the base.
type Against struct {
	File      string    `json:"file"` // of the base
	Engine    string    `json:"engine"`
	SameRuns  bool      `json:"same_runs"` // seed, number of runs, scenarios, faults and harness are the same: what differs is the engine's
	Changed   []string  `json:"changed"`   // what is not the same: "engine", "harness" …
	New       []Deficit `json:"new"`
	Fixed     []Deficit `json:"fixed"` // where the runs are not the same: not seen again
	Unchanged []Deficit `json:"unchanged"`
}

// A Deficit is one thing that is wrong.
type Deficit struct {
	Kind string `json:"kind"` // "violation", "scenario", "planted bug", "goal" or "determinism"
	Name string `json:"name"`
	Text string `json:"text"`
}

// CompareTo holds a result against a base, which is that of a file.
func (c *Check) CompareTo(base *Check, file string) *Against {
	a := &Against{File: file, Engine: base.Engine, Changed: []string{}, New: []Deficit{}, Fixed: []Deficit{}, Unchanged: []Deficit{}}
	for _, d := range []struct {
		what string
		is   bool
	}{
		{"seed", c.Seed != base.Seed},
		{"number of runs", c.Runs != base.Runs || c.RandomRuns != base.RandomRuns},
	} {
		if d.is {
			a.Changed = append(a.Changed, d.what)
		}
	}
	a.Changed = append(a.Changed, c.Identity.changes(base.Identity)...)
	a.SameRuns = !slices.ContainsFunc(a.Changed, func(what string) bool { return what != engineSource })
	now, before := c.deficits(), base.deficits()
	for _, d := range now {
		if before.has(d) {
			a.Unchanged = append(a.Unchanged, d)
		} else {
			a.New = append(a.New, d)
		}
	}
	for _, d := range before {
		if !now.has(d) {
			a.Fixed = append(a.Fixed, d)
		}
	}
	return a
}

type deficits []Deficit

func (all deficits) has(d Deficit) bool {
	return slices.ContainsFunc(all, func(x Deficit) bool { return x.Kind == d.Kind && x.Name == d.Name })
}

// deficits are all that is wrong, each once.
func (c *Check) deficits() (all deficits) {
	add := func(kind, name, text string) {
		if d := (Deficit{Kind: kind, Name: name, Text: text}); !all.has(d) {
			all = append(all, d)
		}
	}
	for _, f := range c.Violations {
		add("violation", f.Invariant, f.Sentence)
	}
	for _, s := range c.Scenarios {
		if s.Verdict == CriterionMissed {
			add("scenario", s.Name, strings.Join(s.Missed, "; "))
		}
	}
	for i := range c.Planted {
		if x := &c.Planted[i]; !x.Caught {
			add("planted bug", x.Engine, x.Fate())
		}
	}
	for _, g := range c.Sometimes {
		if g.Required && g.Count == 0 && c.RandomRuns > 0 {
			add("goal", g.Goal, "never happened")
		}
	}
	for _, d := range c.Determinism.Different {
		add("determinism", d, "not the same when it was made again")
	}
	return all
}

// against tells what is otherwise than in the base.
func (c *Check) against(p *page) {
	a := c.Baseline
	if a == nil {
		return
	}
	p.heading(fmt.Sprintf("Against %s: %d new, %s, %d unchanged", a.File, len(a.New), a.fixed(), len(a.Unchanged)))
	switch {
	case len(a.Changed) == 0:
		p.say("", "The same engine, in the same runs.")
	case a.SameRuns:
		p.say("", "The same runs of another engine: what is new comes of the change.")
	default:
		p.say("", "Not the same runs, since another is: "+strings.Join(a.Changed, ", ")+". What is new may have been there, and not have been seen.")
	}
	for _, part := range []struct {
		label string
		all   []Deficit
	}{{"new", a.New}, {"gone", a.Fixed}, {"on the base too", a.Unchanged}} {
		for _, d := range part.all {
			p.item(fmt.Sprintf("%s: %s %s: %s", part.label, d.Kind, d.Name, d.Text))
		}
	}
	p.blank()
}

// fixed is how many deficits are gone, in a word that holds.
func (a *Against) fixed() string {
	word := "not seen again"
	if a.SameRuns {
		word = "fixed"
	}
	return fmt.Sprintf("%d %s", len(a.Fixed), word)
}
