package faults

import (
	"slices"
	"strings"
	"testing"
)

// own is the space of an engine with steps of its own.
func own() Space {
	s := standard
	s.Keys, s.Steps = []string{"orders", "refunds", "stock"}, []string{"mint", "verify", "commit"}
	return s
}

// TestRelapses wants, in the turns that have them, two relapses about two keys, each in the order in which a
// run comes to it; every first at every moment before any comes again; and every second.
func TestRelapses(t *testing.T) {
	s, seen := own(), map[string]int{}
	for n := range 8 * seeds {
		if n%8 < 4 || n%8 > 6 {
			continue
		}
		p := rollTurn(All, n, s)
		if len(p) != 2*mostRelapses || p[0].When.Key == p[2].When.Key {
			t.Fatalf("run %d: %q", n, p)
		}
		for _, e := range p {
			checkEncounter(t, e, s)
			step, _, _ := strings.Cut(e.On, ".")
			if !slices.Contains(s.Steps, step) || e.Target != actor {
				t.Errorf("run %d: %q is not at a step of the engine's", n, e)
			}
		}
		for _, pair := range [][]Event{p[:2], p[2:]} {
			first, then := pair[0], pair[1]
			was, _ := MeaningOf(first.On)
			now, _ := MeaningOf(then.On)
			again := first.Kind == crash.Name
			switch {
			case first.When.Key != then.When.Key || then.Nth < first.Nth || then.Nth == first.Nth && now <= was:
				t.Errorf("run %d: %q does not come after %q", n, then, first)
			case again && stepOf(first.On) != stepOf(then.On), !again && (then.Kind != crash.Name || then.Nth == first.Nth):
				t.Errorf("run %d: %q after %q", n, then, first)
			}
			seen["first "+first.Kind+" "+first.On]++
			seen["then "+then.Kind+" "+then.On]++
		}
	}
	firsts, most, least := 0, 0, seeds
	for what, n := range seen {
		if strings.HasPrefix(what, "first") {
			firsts, most, least = firsts+1, max(most, n), min(least, n)
		}
	}
	if want := len(s.Steps) * (4 + 1 + 1 + 1); firsts != want || most-least > 1 {
		t.Errorf("%d firsts, want %d; from %d to %d of each", firsts, want, least, most)
	}
	if thens := len(seen) - firsts; thens != len(s.Steps)*(4+1+3) {
		t.Errorf("%d seconds", thens)
	}
}

// TestNoRelapses where nothing may wait for a moment, or only some kinds may come.
func TestNoRelapses(t *testing.T) {
	unmeant, some := own(), own()
	unmeant.Meanings, some.Kinds = []Moment{}, []string{crash.Name}
	for n := range 80 {
		for _, e := range slices.Concat(rollTurn(All, n, unmeant), rollTurn(All, n, some)) {
			if e.Kind != crash.Name && e.On != "" {
				t.Errorf("run %d: %q", n, e)
			}
		}
	}
}
