package playbook

import (
	"fmt"
	"slices"

	"pawl/engine"
	"pawl/scenarios/form"
)

// A need is what a step of one sort has, besides its reason.
type need struct {
	do           string
	span, at, to bool
}

var needs = []need{
	{do: engine.WaitStep, span: true},
	{do: engine.LookStep, span: true, at: true},
	{do: engine.ResumeAct},
	{do: engine.AbortAct},
	{do: engine.HandStep, to: true},
	{do: engine.EraseStep},
}

func verbs() (all []string) {
	for _, n := range needs {
		all = append(all, n.do)
	}
	return all
}

// stepsAreWhole wants of each step what it takes to carry it out, and nothing else.
func stepsAreWhole(r *form.Reader, b *engine.Playbook) {
	for i := range b.Steps {
		s := &b.Steps[i]
		n := needs[slices.IndexFunc(needs, func(n need) bool { return n.do == s.Do })]
		fits(r, s, "for", &s.For, n.span)
		fits(r, s, "at", &s.At, n.at)
		fits(r, s, "to", &s.To, n.to)
	}
}

func fits(r *form.Reader, s *engine.Instruction, field string, at any, wanted bool) {
	switch given := r.Gave(at); {
	case given && !wanted:
		r.Complain(r.Place(at), fmt.Sprintf("%q in a step that is to %s", field, s.Do), "leave it out")
	case !given && wanted:
		r.Complain(r.Place(&s.Do), fmt.Sprintf("a step to %s without %q", s.Do, field), "say it")
	}
}

// stepsMayBeTaken wants each step where it can be taken.
func stepsMayBeTaken(r *form.Reader, b *engine.Playbook) {
	for i := range b.Steps {
		if what, want := misplaced(b, i); what != "" {
			r.Complain(r.Place(&b.Steps[i].Do), what, want)
		}
	}
}

// misplaced says what is wrong with where a step stands, and what to do about it: nothing may come
// after a step by which somebody else takes over, since nobody would do it; and nobody may be told
// to act where that is not safe. Empty: nothing is.
func misplaced(b *engine.Playbook, i int) (what, want string) {
	switch do := b.Steps[i].Do; {
	case do == engine.HandStep && i < len(b.Steps)-1:
		return "steps after it was handed over", "hand over last"
	case !b.ManualWorkSafe && slices.Contains([]string{engine.ResumeAct, engine.AbortAct, engine.EraseStep}, do):
		return fmt.Sprintf("a step to %s, where work by hand is not safe", do), "hand over, or say that it is safe"
	}
	return "", ""
}
