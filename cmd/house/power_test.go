package house

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine/wrong"
)

// excused are the invariants that no wrong engine has to break, with the reason.
// What takes its place must be said: an invariant that nothing ever broke might
// as well not be judged.
var excused = map[string]string{}

// TestEveryInvariantHasAnEngine wants a wrong engine for each invariant, one that
// must break this very one.
func TestEveryInvariantHasAnEngine(t *testing.T) {
	var promised []string
	for _, e := range wrong.All {
		promised = append(promised, e.MustFire...)
	}
	var known []string
	for _, inv := range checker.All {
		known = append(known, inv.ID)
		has, reason := slices.Contains(promised, inv.ID), excused[inv.ID]
		if !has && reason == "" {
			t.Errorf("no engine in wrong.All has %s in its MustFire: write one, or say in excused why there is none", inv.ID)
		}
		if has && reason != "" {
			t.Errorf("%s has an engine now: take it off excused", inv.ID)
		}
	}
	for id := range excused {
		if !slices.Contains(known, id) {
			t.Errorf("%s is excused, and no invariant", id)
		}
	}
	for _, id := range promised {
		if !slices.Contains(known, id) {
			t.Errorf("an engine must break %s, which is no invariant", id)
		}
	}
}
