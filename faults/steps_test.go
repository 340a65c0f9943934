package faults

import (
	"slices"
	"strings"
	"testing"
)

// TestOnlyStepsThatThereAre: of an engine that names its steps no event waits for another's;
// all its own are waited for.
func TestOnlyStepsThatThereAre(t *testing.T) {
	s := standard
	s.Steps = []string{"mint", "commit"}
	waited := map[string]bool{}
	turn := Turn{Order: func(string) Chooser { return die{&dice{asked: map[string]int{}}, "order"} }}
	for seed := range 400 {
		turn.N = seed * 8 // a run that is led
		for _, e := range rollOf(All, seed, s, turn) {
			step, _, _ := strings.Cut(e.On, ".")
			if step != "" && !slices.Contains(s.Steps, step) {
				t.Fatalf("seed %d: %s", seed, e)
			}
			waited[step] = true
		}
	}
	for _, step := range s.Steps {
		if !waited[step] {
			t.Errorf("nothing waits for %s", step)
		}
	}
}
