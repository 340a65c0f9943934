package scenarios

import (
	"fmt"
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/playbook"
	"pawl/faults"
)

// Sound says why no run should be made of an engine: a part is missing, its view has a word
// that nobody knows, or one name for two things. Such a word would make no run fail: what it
// stands for would just not be judged, not be waited for, or not be done.
func Sound(e engine.Engine) error {
	v := &e.View
	switch {
	case e.Worker == nil || e.Agent == nil:
		return fmt.Errorf("the engine %q has no Worker or no Agent: give it both", e.Name)
	case v.Describe == nil && (v.Record || v.Audit || v.Stamps || v.Ownership):
		return fmt.Errorf("the view of the engine %q offers what is stored, and has no Describe that says what that is", e.Name)
	}
	invariants := Names(checker.All, func(inv checker.Invariant) string { return inv.ID })
	steps := Names(faults.Steps, func(s faults.Step) string { return s.Name })
	var words []viewWord
	for _, id := range v.Claims {
		words = append(words, viewWord{"Claims", id, invariants})
	}
	for _, step := range v.Steps {
		words = append(words, viewWord{"Steps", step, steps})
	}
	for _, d := range v.Deadlines {
		for _, may := range d.May {
			words = append(words, viewWord{"May of the deadline " + d.Name, may,
				[]string{engine.MayAcquire, engine.MayAbort, engine.MayUndrain, engine.MayHalt, engine.MayTend}})
		}
		words = append(words, viewWord{"Of of the deadline " + d.Name, string(d.Of), texts("", engine.OwnerTerm, engine.PublishTerm,
			engine.DrainTerm, engine.LifetimeTerm, engine.KeyLifeTerm, engine.AttemptsTerm)})
	}
	words = append(words, viewWord{"Chain", string(v.Chain), texts("", engine.SHA256PrevBody)},
		viewWord{"TurnedAway", string(v.TurnedAway), texts("", engine.SHA256PrevTurnedAway)},
		viewWord{"Body", string(v.Body), texts("", engine.PrefixedFields)})
	for _, w := range words {
		if !slices.Contains(w.known, w.said) {
			return fmt.Errorf("the view of the engine %q says %q in %s, which nobody knows; %s", e.Name, w.said, w.at, Suggest(w.said, w.known))
		}
	}
	return named(&e)
}

// named says what of a view has no name, or that of another, or cannot be followed.
func named(e *engine.Engine) error {
	v := &e.View
	deadlines := Names(v.Deadlines, func(d engine.Deadline) string { return d.Name })
	for i, name := range deadlines {
		switch {
		case name == "":
			return fmt.Errorf("the view of the engine %q has no Name in Deadlines[%d]: give it what follows %q in a cause", e.Name, i, engine.ByDeadline)
		case slices.Contains(deadlines[:i], name):
			return fmt.Errorf("the view of the engine %q has the Name %q in Deadlines[%d], as in an earlier one: of a cause %q nobody knows which it is; give each a name of its own, or make one of them, with all that it may cause", e.Name, name, i, engine.ByDeadline+name)
		}
	}
	books := Names(v.Playbooks, func(b engine.Playbook) string { return b.Name })
	for i, name := range books {
		if err := playbook.Followable(&v.Playbooks[i]); err != nil {
			return fmt.Errorf("the view of the engine %q has a playbook that nobody can follow, %q in Playbooks[%d]: %w", e.Name, name, i, err)
		}
		if slices.Contains(books[:i], name) {
			return fmt.Errorf("the view of the engine %q has the Name %q in Playbooks[%d], as in an earlier one: of an alert that names it nobody knows which is meant; give each a name of its own", e.Name, name, i)
		}
	}
	return nil
}

// Untimed are the deadlines of an engine that say of no duration that they are its end: when
// one is given as a cause, nobody looks whether it was over.
func Untimed(e *engine.Engine) (names []string) {
	for _, d := range e.View.Deadlines {
		if d.Of == "" {
			names = append(names, d.Name)
		}
	}
	return names
}

// viewWord is a word of a view, where it stands, and those that can stand there.
type viewWord struct {
	at, said string
	known    []string
}

func texts[T ~string](all ...T) (list []string) {
	for _, x := range all {
		list = append(list, string(x))
	}
	return list
}
