package model

import (
	"slices"

	"pawl/checker"
)

// A Chart is all states that can be reached by the protocol's steps, and the steps between
// them. Several may use one.
type Chart struct {
	states []State
	place  [numbers]int32 // of each state by its number, from 1; 0: it cannot be reached
	write  [numbers][]int32
	beside [numbers][]int32
}

// New works the model out: from a key at rest, with or without a version in use.
func New() *Chart { return with(writes, around) }

func with(writes, around []rule) *Chart {
	m := &Chart{}
	m.add(State{Phase: checker.Idle})
	m.add(State{Phase: checker.Idle, Active: true})
	for i := 0; i < len(m.states); i++ {
		s := m.states[i]
		n, _ := s.number()
		m.write[n] = m.follow(s, writes)
		m.beside[n] = m.follow(s, around)
	}
	return m
}

func (m *Chart) add(s State) int32 {
	n, ok := s.number()
	if !ok {
		panic("model: a rule leads to what is no state: " + s.String())
	}
	if m.place[n] == 0 {
		m.states = append(m.states, s)
		m.place[n] = int32(len(m.states))
	}
	return int32(n)
}

func (m *Chart) follow(s State, rules []rule) (all []int32) {
	for _, r := range rules {
		if !r.may(s) {
			continue
		}
		for _, x := range r.leads(s) {
			all = append(all, m.add(x))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// States are all that can be reached, in an order that is always the same.
func (m *Chart) States() []State { return m.states }

// allows says whether a step is one of the protocol's.
func (m *Chart) allows(from, to State, wrote bool) bool {
	f, fine := from.number()
	t, good := to.number()
	if !fine || !good || m.place[f] == 0 {
		return false
	}
	steps := m.beside[f]
	if wrote {
		steps = m.write[f]
	}
	_, found := slices.BinarySearch(steps, int32(t))
	return found
}

// A Part is the states of one phase, halted in it or not.
type Part struct {
	Name   string
	States []State
}

// Parts are all states, by phase.
func (m *Chart) Parts() (all []Part) {
	for _, halted := range [...]bool{false, true} {
		for _, p := range phases {
			part := Part{Name: string(p)}
			if halted {
				part.Name = string(checker.Halted) + " from " + part.Name
			}
			for n := range m.place {
				if k := m.place[n]; k > 0 && m.states[k-1].Phase == p && m.states[k-1].Halted == halted {
					part.States = append(part.States, m.states[k-1])
				}
			}
			if len(part.States) > 0 {
				all = append(all, part)
			}
		}
	}
	return all
}

// Next are the states that were not seen, and that a step leads to from one that was.
func (m *Chart) Next(seen *Visited) (all []State) {
	near := make([]bool, numbers)
	for _, s := range m.states {
		if !seen.Has(s) {
			continue
		}
		n, _ := s.number()
		for _, steps := range [...][]int32{m.write[n], m.beside[n]} {
			for _, k := range steps {
				near[k] = true
			}
		}
	}
	for n := range near {
		if near[n] && !seen.Has(m.states[m.place[n]-1]) {
			all = append(all, m.states[m.place[n]-1])
		}
	}
	return all
}
