package reports

import (
	"slices"
	"strings"
	"testing"
)

// TestAgainst: what is new, gone or unchanged is told by what it is of, and "fixed" is said only
// where the same runs were made.
func TestAgainst(t *testing.T) {
	check := func(seed, engine string, broken ...string) *Check {
		c := &Check{Engine: "mine", Seed: seed, Runs: 10, RandomRuns: 10}
		c.Identity = &Identity{Engine: engine, Harness: "h"}
		for _, id := range broken {
			c.Violations = append(c.Violations, Failure{Invariant: id, Sentence: "It holds."}, Failure{Invariant: id, Run: 2})
		}
		return c
	}
	names := func(all []Deficit) (ids []string) {
		for _, d := range all {
			ids = append(ids, d.Name)
		}
		return ids
	}
	now := check("1", "b", "S2", "S5")
	for _, x := range []struct {
		base *Check
		same bool
		word string
	}{
		{check("1", "a", "S5", "S7"), true, "1 fixed"},
		{check("2", "a", "S5", "S7"), false, "1 not seen again"},
	} {
		now.Baseline = now.CompareTo(x.base, "base.json")
		a := now.Baseline
		if a.SameRuns != x.same || !slices.Equal(names(a.New), []string{"S2"}) || !slices.Equal(names(a.Fixed), []string{"S7"}) || !slices.Equal(names(a.Unchanged), []string{"S5"}) {
			t.Errorf("%+v", a)
		}
		p := &page{}
		now.against(p)
		if text := p.b.String(); !strings.Contains(text, "1 new, "+x.word) || !strings.Contains(text, "on the base too: violation S5") {
			t.Error(text)
		}
	}
	if a := now.CompareTo(now, ""); len(a.New)+len(a.Fixed)+len(a.Changed) > 0 || len(a.Unchanged) != 2 {
		t.Errorf("against itself: %+v", a)
	}
}

// TestDeficits: a scenario, a planted bug, a goal and a run that was not the same are wrong as a
// violation is.
func TestDeficits(t *testing.T) {
	c := results()["check"].(*Check)
	var kinds []string
	for _, d := range c.deficits() {
		if !slices.Contains(kinds, d.Kind) {
			kinds = append(kinds, d.Kind)
		}
	}
	if want := []string{"violation", "scenario", "planted bug", "goal", "determinism"}; !slices.Equal(kinds, want) {
		t.Errorf("%v, want %v", kinds, want)
	}
}
