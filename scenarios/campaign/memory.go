package campaign

import (
	"fmt"
	"slices"
	"strings"

	"pawl/checker/model"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A memory is what a guide knows of the runs of a block.
type memory struct {
	drawn, reached map[string]int // runs, by cell; looked up only
	seen           model.Visited
	parents        []parent
	turns          []int // of parents, whose variations come next: the most promising first
}

// A parent is a run that came to something new.
type parent struct {
	setting *deploy.Setting
	events  []faults.Event
	visited model.Visited
	reached []string
	promise int // cells that hardly any run has reached, and states that none has seen one step from its own
}

// An observation is what a guide takes from one run.
type observation struct {
	setting *deploy.Setting
	events  []faults.Event
	visited model.Visited
	drawn   []string // cells that its plan leads to
	reached []string // and that it came to
}

// observe takes what came of a run. It needs nothing that the outcome lets go of.
func observe(o *scenarios.Outcome) observation {
	x := observation{setting: &o.Setup.Setting, events: o.Setup.Events, visited: o.Protocol}
	end := endOf(o)
	x.drawn = cellsOf(&o.Setup, nil)
	x.reached = cellsOf(&o.Setup, o.Injections)
	for _, b := range o.Report.Blows {
		x.reached = append(x.reached, strings.Join([]string{"felt", b.Kind, string(b.Victim), string(b.Phase), end}, " "))
	}
	for _, in := range o.Injections {
		if in.Bit > 0 && in.Event.On != "" {
			x.reached = append(x.reached, strings.Join([]string{"bit", in.Event.Kind, in.Event.On, roleOf(in.Event.Target), end}, " "))
		}
	}
	for _, g := range o.Report.Goals {
		x.reached = append(x.reached, "goal "+g)
	}
	for _, m := range o.Nearest {
		x.reached = append(x.reached, fmt.Sprintf("near %s %d", m.Of, min(m.Used, 200)/10))
	}
	for _, v := range o.Report.Verdicts {
		for _, c := range v.Clauses {
			if c.Close > 0 {
				x.reached = append(x.reached, "close "+v.Invariant+" "+c.Clause)
			}
		}
	}
	return x
}

// endOf is how the rotations of a run went, in short.
func endOf(o *scenarios.Outcome) string {
	switch {
	case slices.Contains(o.Report.Goals, "halt"):
		return "halted"
	case slices.ContainsFunc(o.Report.Goals, func(g string) bool { return strings.HasPrefix(g, "abort-") }):
		return "aborted"
	case slices.Contains(o.Report.Goals, "commit"):
		return "committed"
	}
	return "nothing"
}

// cellsOf are what a plan leads to, in kinds: which fault at which moment, to whom, with which other,
// and in which setting. With injections, only those events count that were felt.
func cellsOf(s *deploy.Setup, in []faults.Injection) (all []string) {
	have := traits(s)
	var kinds []string
	for i, e := range s.Events {
		if !scenarios.Spare(e) || in != nil && (!in[i].Injected || e.IsFault() && in[i].Bit == 0) {
			continue
		}
		all = append(all, "kind "+e.Kind, "at "+e.Kind+" "+e.On+" "+roleOf(e.Target))
		for _, t := range have {
			all = append(all, "in "+e.Kind+" "+t)
		}
		for _, k := range kinds {
			all = append(all, "pair "+min(k, e.Kind)+" "+max(k, e.Kind))
		}
		kinds = append(kinds, e.Kind)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// roleOf is what a target is one of.
func roleOf(target string) string {
	role, _, _ := strings.Cut(target, "/")
	return role
}

// traits are what a setting has that most have not.
func traits(s *deploy.Setup) (all []string) {
	p := &s.Policy
	for _, x := range []struct {
		name string
		has  bool
	}{
		{"anchor", p.Anchor != ""}, {"key life", p.KeyLife > 0}, {"seal limit", p.SealLimit > 0}, {"rewrap", p.Rewrap},
		{"canary", p.Canary}, {"spare", p.Spare}, {"changing", s.NewPolicy != nil}, {"relying", len(s.Relying) > 0},
		{"unattended", !s.Operator}, {"keys", len(s.Keys) > 1}, {"one worker", s.Workers == 1}, {"drifting", p.DriftPPM > 1000},
		{"slowly", p.Emission > 10_000_000}, {"no lead", p.PublishLead == 0},
	} {
		if x.has {
			all = append(all, x.name)
		}
	}
	return all
}

func (m *memory) empty() bool { return len(m.turns) == 0 }

// learn takes a run; they come in order.
func (m *memory) learn(x observation) {
	if m.drawn == nil {
		m.drawn, m.reached = map[string]int{}, map[string]int{}
	}
	for _, c := range x.drawn {
		m.drawn[c]++
	}
	isNew := false
	for _, c := range x.reached {
		m.reached[c]++
		isNew = isNew || m.reached[c] == 1
	}
	m.seen.Add(&x.visited)
	if isNew && x.setting != nil {
		m.parents = append(m.parents, parent{setting: x.setting, events: x.events, visited: x.visited, reached: x.reached})
	}
}

// seldom is by how many runs a cell is reached at most that is rare.
const seldom = 2

// look ranks the parents by what is rare of them, and by what is near them and was not seen.
func (m *memory) look(chart *model.Chart) {
	m.turns = m.turns[:0]
	for i := range m.parents {
		p := &m.parents[i]
		p.promise = 0
		for _, c := range p.reached {
			if m.reached[c] <= seldom {
				p.promise++
			}
		}
		for _, s := range chart.Next(&p.visited) {
			if !m.seen.Has(s) {
				p.promise++
			}
		}
		m.turns = append(m.turns, i)
	}
	slices.SortStableFunc(m.turns, func(a, b int) int { return m.parents[b].promise - m.parents[a].promise })
	m.turns = m.turns[:min(len(m.turns), promising)]
}

// promising is how many parents are varied at a time.
const promising = 20

// rarity says how seldom was reached, and drawn, what a plan leads to.
func (m *memory) rarity(cells []string) (sum float64) {
	for _, c := range cells {
		sum += 1/float64(1+m.reached[c]) + 1/float64(4+4*m.drawn[c])
	}
	return sum
}
