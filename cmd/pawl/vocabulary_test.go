package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pawl/checker"
	"pawl/faults"
)

// The help of pawl scenario has every word that a file can use.
func TestVocabularyIsWhole(t *testing.T) {
	text := vocabulary()
	want := []string{"seal-lease", "mint.sent #2", "bootstrap"}
	for _, k := range faults.All {
		want = append(want, k.Name+" "+k.Form)
	}
	for _, x := range faults.Targets {
		want = append(want, x.Name)
	}
	for _, x := range faults.Steps {
		want = append(want, x.Name)
	}
	for _, x := range faults.Stages {
		want = append(want, x.Name)
	}
	for _, g := range checker.Goals {
		want = append(want, g.Name)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no word of %q", w)
		}
	}
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(line) > helpWidth+1 {
			t.Errorf("too wide: %q", line)
		}
	}
}
