package people

import (
	"slices"

	"pawl/engine"
	"pawl/faults"
)

// Slips are what an operator gets wrong for the time being.
type Slips struct{ all []*slip }

// slip is that playbooks of a key are followed wrongly, from some time on.
type slip struct {
	how faults.Slip
	key string // empty: of any
	bit func()
}

// Slip has playbooks be got wrong until stop; bit is told of each.
func (s *Slips) Slip(how faults.Slip, key string, bit func()) (stop func()) {
	one := &slip{how, key, bit}
	s.all = append(s.all, one)
	return func() {
		s.all = slices.DeleteFunc(s.all, func(other *slip) bool { return other == one })
	}
}

// Followed are a playbook's steps as they are done: the oldest slip there is decides how. Books are
// all that there are, and choose draws below a number.
func (s *Slips) Followed(book *engine.Playbook, key string, books []engine.Playbook, choose func(int) int) []engine.Instruction {
	for _, slip := range s.all {
		if slip.key != "" && slip.key != key {
			continue
		}
		if steps := wrongly(book, slip.how, books, choose); steps != nil {
			slip.bit()
			return steps
		}
	}
	return book.Steps
}

// wrongly is how a playbook is followed that is got wrong; nil where it cannot be.
func wrongly(book *engine.Playbook, how faults.Slip, books []engine.Playbook, choose func(int) int) (steps []engine.Instruction) {
	n := len(book.Steps)
	switch how {
	case faults.Skipped:
		i := choose(n)
		return slices.Concat([]engine.Instruction{}, book.Steps[:i], book.Steps[i+1:])
	case faults.Doubled:
		for _, s := range book.Steps {
			steps = append(steps, s, s)
		}
	case faults.Mistaken:
		steps = slices.Clone(book.Steps)
		i := choose(n)
		others := slices.DeleteFunc([]string{engine.ResumeAct, engine.AbortAct, engine.HaltAct}, func(do string) bool { return do == steps[i].Do })
		steps[i] = engine.Instruction{Do: others[choose(len(others))]}
	case faults.Swapped:
		others := slices.DeleteFunc(slices.Clone(books), func(other engine.Playbook) bool { return other.Name == book.Name })
		if len(others) > 0 {
			return others[choose(len(others))].Steps
		}
	}
	return steps
}
