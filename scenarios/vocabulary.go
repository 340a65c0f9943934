package scenarios

import (
	"fmt"

	"pawl/checker"
	"pawl/faults"
)

// A Section is one table of the words that a scenario file can use.
type Section struct {
	Title string
	Text  string // how they are used
	Words []Word
}

// A Word is one of them, and what it means.
type Word struct{ Name, Text string }

// Vocabulary is what can stand in a file besides the names of its fields. It is
// read off the tables that files are read by.
func Vocabulary() []Section {
	return []Section{
		{"Events", "Faults, triggers and operators' acts, in the forms below; what stands in brackets may be left out. " +
			"<when> is a time or a meaning, such as: at 5s, on mint.sent, or on mint.sent #2. " +
			"The number says which occurrence for one key is meant, from #1: the first mint is the bootstrap's, so #2 is that of the " +
			"first rotation. With several keys a meaning can name one: on orders/mint.sent #2. Quote a text with a # in it.", eventForms()},
		{"Targets", "Name a machine after the slash.", words(faults.Targets, func(t faults.Target) Word { return Word(t) })},
		{"Meanings: steps", "A meaning is a step, a dot and a stage, such as commit.sent.",
			words(faults.Steps, func(s faults.Step) Word { return Word{s.Name, s.Text} })},
		{"Meanings: stages", "A step that only reads cannot be applied.", words(faults.Stages, func(m faults.Meaning) Word { return Word(m) })},
		{"Goals", "For sometimes.", words(checker.Goals, func(g checker.Goal) Word { return Word{g.Name, g.Sentence} })},
		{"Invariants", "For invariants and breaks.", words(checker.All, func(i checker.Invariant) Word { return Word{i.ID, i.Sentence} })},
		{"Policy", "For given.policy; the standard run's where nothing is said.", policyWords()},
	}
}

func words[T any](all []T, word func(T) Word) []Word {
	list := make([]Word, len(all))
	for i := range all {
		list[i] = word(all[i])
	}
	return list
}

func eventForms() []Word {
	return words(faults.All, func(k faults.Kind) Word { return Word{fmt.Sprintf("%s %s", k.Name, k.Form), k.Text} })
}

func policyWords() (all []Word) {
	for _, f := range policyForm.Fields {
		all = append(all, Word{f.Name, f.Text})
	}
	return all
}
