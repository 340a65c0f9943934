package cluster

import (
	"slices"

	"pawl/engine"
	"pawl/faults"
)

// A slip is that playbooks of a key are followed wrongly, from some time on.
type slip struct {
	how faults.Slip
	key string // empty: of any
	bit func()
}

// Slip has the operator get playbooks wrong.
func (c *cluster) Slip(how faults.Slip, key string, bit func()) (stop func()) {
	o, s := c.operator, &slip{how, key, bit}
	o.slips = append(o.slips, s)
	return func() {
		o.slips = slices.DeleteFunc(o.slips, func(other *slip) bool { return other == s })
	}
}

// asFollowed are a playbook's steps as the operator does them: the oldest slip there is
// decides how.
func (o *operator) asFollowed(book *engine.Playbook, key string) []engine.Instruction {
	for _, s := range o.slips {
		if s.key != "" && s.key != key {
			continue
		}
		if steps := o.wrongly(book, s.how); steps != nil {
			s.bit()
			return steps
		}
	}
	return book.Steps
}

// wrongly is how a playbook is followed that is got wrong; nil where it cannot be.
func (o *operator) wrongly(book *engine.Playbook, how faults.Slip) (steps []engine.Instruction) {
	n := len(book.Steps)
	switch how {
	case faults.Skipped:
		i := o.errs.Choose(n)
		return slices.Concat([]engine.Instruction{}, book.Steps[:i], book.Steps[i+1:])
	case faults.Doubled:
		for _, s := range book.Steps {
			steps = append(steps, s, s)
		}
	case faults.Mistaken:
		steps = slices.Clone(book.Steps)
		i := o.errs.Choose(n)
		others := slices.DeleteFunc([]string{engine.ResumeAct, engine.AbortAct, engine.HaltAct}, func(do string) bool { return do == steps[i].Do })
		steps[i] = engine.Instruction{Do: others[o.errs.Choose(len(others))]}
	case faults.Swapped:
		others := slices.DeleteFunc(slices.Clone(o.c.setup.Engine.View.Playbooks), func(other engine.Playbook) bool { return other.Name == book.Name })
		if len(others) > 0 {
			return others[o.errs.Choose(len(others))].Steps
		}
	}
	return steps
}
