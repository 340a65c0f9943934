package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
)

// wordsOf shows what can stand in scenario files: all of it, or some sections.
func (a *app) wordsOf(names []string) (reports.Result, error) {
	known := sectionNames()
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, usagef("there are no words of %q; %s", n, scenarios.Suggest(n, known))
		}
	}
	r := &reports.Words{Head: head("scenario words"), Sections: []reports.WordSection{}}
	for _, s := range a.vocabulary() {
		if len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		section := reports.WordSection{Name: s.Name, Title: s.Title, Text: s.Text}
		for _, w := range s.Words {
			section.Words = append(section.Words, reports.Definition(w))
		}
		r.Sections = append(r.Sections, section)
	}
	return r, nil
}

const enginesSection = "engines"

// vocabulary is that of scenario files, and the engines that a flag can name besides
// those that a scenario can break.
func (a *app) vocabulary() []scenarios.Section {
	right := scenarios.Section{Name: enginesSection, Title: "Engines", Text: "For --engine, as are those that must fail. The first is taken unless one is named."}
	for _, e := range a.engines.right {
		right.Words = append(right.Words, scenarios.Word{Name: e.Name, Text: "Must not fail."})
	}
	all := scenarios.Vocabulary(a.engines.own...)
	at := slices.IndexFunc(all, func(s scenarios.Section) bool { return s.Name == enginesSection })
	return slices.Insert(all, at, right)
}

// sectionNames are those of the vocabulary, each once.
func sectionNames() (names []string) {
	for _, s := range scenarios.Vocabulary() {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

func offerSections(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return sectionNames(), cobra.ShellCompDirectiveNoFileComp
}
