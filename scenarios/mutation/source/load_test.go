package source

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestWhatCannotBeLoaded(t *testing.T) {
	broken := copied(t)
	replace(t, broken, "func flags() bool { return true }", "func flags() bool { return 7 }")
	empty := t.TempDir()
	for pattern, want := range map[string]string{
		broken:                 "sample.go:99:28: cannot use 7",
		empty:                  "go.mod file not found",
		"./nowhere":            "directory not found",
		"pawl/nowhere":         "pawl/nowhere",
		"pawl/scenarios/...":   "want one, by import path or directory",
		"fmt":                  "is in no module",
		"testdata/sample/cmdd": "testdata/sample/cmdd",
	} {
		if _, err := Load(t.Context(), ".", pattern); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", pattern, err, want)
		}
	}
}

func TestGoIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Load(t.Context(), ".", "testdata/sample"); !errors.Is(err, errNoGo) {
		t.Errorf("error %v", err)
	}
}

// A larger sample has the smaller one in it; another seed is another sample.
func TestSamplesGrow(t *testing.T) {
	p := sample(t)
	drawn := func(seed uint64, n int) (all []string) {
		s, err := p.Sample(t.Context(), seed, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range s.Mutants {
			all = append(all, m.ID)
		}
		return all
	}
	few, many, other := drawn(7, 10), drawn(7, 30), drawn(8, 10)
	if len(few) != 10 || len(many) != 30 || slices.Equal(few, other) {
		t.Errorf("%d of seed 7, %d, and of seed 8 %v", len(few), len(many), other)
	}
	for _, id := range few {
		if !slices.Contains(many, id) {
			t.Errorf("%s is in the small sample, and not in the large one", id)
		}
	}
}

// What would not compile is left out, and the rest is not.
func TestBrokenMutantsAreLeftOut(t *testing.T) {
	dir := copied(t)
	replace(t, dir, "func flags() bool {", "func last(n int) int {\n\tfor {\n\t\tif n > 3 {\n\t\t\treturn n\n\t\t}\n\t\tn++\n\t}\n}\n\nfunc flags() bool {")
	p := loaded(t, dir)
	s, err := p.Sample(t.Context(), 1, -1)
	if err != nil || s.Broken != 1 || len(s.Mutants) != s.Sites-1 {
		t.Errorf("%d of %d, %d broken: %v", len(s.Mutants), s.Sites, s.Broken, err)
	}
	for _, m := range s.Mutants {
		if m.Function == "last" && m.Operator == "loop left out" {
			t.Error("a function without a return at its end compiles")
		}
	}
	if !slices.ContainsFunc(s.Mutants, func(m Mutant) bool { return m.Function == "last" }) {
		t.Error("nothing is left of the function")
	}
}
