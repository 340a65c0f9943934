package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"pawl/checker"
	"pawl/faults"
	"pawl/reports"
)

// The words of scenarios are all that a file can use.
func TestVocabularyIsWhole(t *testing.T) {
	r, err := (&app{}).wordsOf(nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	_ = reports.Text(&b, r, reports.Style{Width: 110})
	text := strings.Join(strings.Fields(b.String()), " ")
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
}

// A section of the words is asked for by name.
func TestSectionOfWords(t *testing.T) {
	known, err := enginesOf(Own{})
	if err != nil {
		t.Fatal(err)
	}
	a := &app{engines: known}
	for _, name := range sectionNames() {
		r, err := a.wordsOf([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.(*reports.Words).Sections {
			if s.Name != name || len(s.Words) == 0 {
				t.Errorf("of %s there is %s with %d words", name, s.Name, len(s.Words))
			}
		}
	}
	if _, err := a.wordsOf([]string{"fault"}); err == nil || !strings.Contains(err.Error(), `did you mean "faults"?`) {
		t.Errorf("error %v", err)
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
