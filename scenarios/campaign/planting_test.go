package campaign

import (
	"slices"
	"testing"
	"time"

	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/library"
)

// What there was no time to hunt is neither caught nor a miss of the checker.
func TestHuntWithoutTime(t *testing.T) {
	h := hunter{runner: simulated(), runs: 10, deadline: time.Now().Add(-time.Second)}
	all, err := h.each(t.Context(), wrong.All[:2], unwatched{})
	if err != nil || len(all) != 2 || !all[0].CutShort || all[0].Caught || all[0].Runs != 0 {
		t.Errorf("%+v, error %v", all, err)
	}
}

// Some are drawn by the seed: each once, and others with another seed. One of them has to be
// caught in random runs too, whatever a scenario says of it.
func TestSomeAreDrawn(t *testing.T) {
	first, second := draw(1, wrong.All), draw(2, wrong.All)
	if len(first) != drawnBugs || len(slices.Compact(slices.Sorted(slices.Values(first)))) != drawnBugs || slices.Equal(first, second) {
		t.Errorf("drawn are %v, and then %v", first, second)
	}
	if few := draw(1, wrong.All[:2]); len(few) != 2 {
		t.Errorf("of two are drawn %v", few)
	}
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	w := &wrong.All[0]
	h := hunter{runner: simulated(), seed: 1, within: all, inAll: 200, inEach: plantedScenario, runs: plantedRuns, enough: true, drawn: []string{w.Name}}
	p, err := h.hunt(t.Context(), w)
	if err != nil || !p.Caught || !p.Drawn || p.RunsToCatch == nil || p.Scenario == nil {
		t.Errorf("%+v, error %v", p, err)
	}
	h.drawn = nil
	if p, err = h.hunt(t.Context(), w); err != nil || !p.Caught || p.Drawn || p.RunsToCatch != nil {
		t.Errorf("not drawn: %+v, error %v", p, err)
	}
	never := *w // what fires in its scenario, and never at random
	never.MustFire = []string{"S17"}
	h.drawn, h.inAll, h.within = []string{w.Name}, 20, []*scenarios.Scenario{h.naming(w)[0]}
	h.runs = 0
	if p, err = h.hunt(t.Context(), &never); err != nil || p.Caught || p.CutShort || p.Runs <= 20 {
		t.Errorf("nothing catches it at random: %+v, error %v", p, err)
	}
}
