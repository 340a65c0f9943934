package scenarios

import (
	"fmt"
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
)

// Sound says why no run should be made of an engine: a part is missing, or its view has a word
// that nobody knows. Such a word would make no run fail: what it stands for would just not be
// judged, or not be waited for.
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
	return nil
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
