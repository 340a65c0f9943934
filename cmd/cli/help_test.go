package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

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

// Every verb says at length what it does, shows how, and fits a terminal.
func TestHelpOfEveryVerb(t *testing.T) {
	known, err := enginesOf(Own{})
	if err != nil {
		t.Fatal(err)
	}
	each((&app{name: "pawl", engines: known}).root(), func(c *cobra.Command) {
		if c.Name() == "help" || strings.Contains(c.CommandPath(), "completion") {
			return // cobra's
		}
		if c.Long == "" || c.Example == "" {
			t.Errorf("%s has no long help, or no example", c.CommandPath())
		}
		for line := range strings.Lines(c.Long + "\n" + c.Example) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > helpWidth {
				t.Errorf("%s: %d columns in %q", c.CommandPath(), n, line)
			}
		}
	})
}
