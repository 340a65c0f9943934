package scenarios

import (
	"slices"

	"pawl/checker"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios/form"
)

// A Section is one table of the words that a scenario file can use.
type Section struct {
	Name  string // by which it is asked for; the tables of one name belong together
	Title string
	Text  string // how they are used
	Words []Word
}

// A Word is one of them, and what it means.
type Word struct{ Name, Text string }

// howEvents is how all events are written.
const howEvents = "What stands in square brackets may be left out. " +
	"<when> is a time or a meaning, such as: at 5s, on mint.sent, or on mint.sent #2. " +
	"The number says which occurrence for one key is meant, from #1: the first mint is the bootstrap's, so #2 is that of the " +
	"first rotation. With several keys a meaning can name one: on orders/mint.sent #2. Quote a text with a # in it."

// Vocabulary is what can stand in a file besides the names of its fields. It is
// read off the tables that files are read by. Own are engines that it may break besides
// those that come with Pawl.
func Vocabulary(own ...wrong.Engine) []Section {
	return slices.Concat(
		ofKinds("faults", "Faults", func(k *faults.Kind) bool { return k.IsFault() }),
		ofKinds("requests", "Requests", func(k *faults.Kind) bool { return !k.IsFault() }),
		[]Section{
			{"lessons", "Lessons", "For lesson: the one that the incident teaches.", Lessons},
			{"targets", "Targets", "Name a machine after the slash.", words(faults.Targets, func(t faults.Target) Word { return Word(t) })},
			{"steps", "Meanings: steps", "A meaning is a step, a dot and a stage, such as commit.sent.",
				words(faults.Steps, func(s faults.Step) Word { return Word{s.Name, s.Text} })},
			{"stages", "Meanings: stages", "A step that only reads cannot be applied.", words(faults.Stages, func(m faults.Meaning) Word { return Word(m) })},
			{"goals", "Goals", "For sometimes.", words(checker.Goals, func(g checker.Goal) Word { return Word{g.Name, g.Sentence} })},
			{"invariants", "Invariants", "For invariants and breaks.", words(checker.All, func(i checker.Invariant) Word { return Word{i.ID, i.Sentence} })},
			{"engines", "Engines that must fail", "For breaks.", words(breakable(own), func(e wrong.Engine) Word { return Word{e.Name, e.Text} })},
			{"regions", "Regions", "For each region in given.regions.", fieldWords(regionForm)},
			{"truth", "Truth", "For given.truth, which no engine is told; as policy says where nothing is said.", fieldWords(truthForm)},
			{"policy", "Policy", "For given.policy; the standard run's where nothing is said.", fieldWords(policyForm)},
			{"then-policy", "Then policy", "For given.then-policy, which new-policy events bring to machines; what may change while they have the one and the other.", fieldWords(thenPolicyForm)},
		})
}

// ofKinds are the tables of kinds of events, one for each family.
func ofKinds(name, title string, wanted func(*faults.Kind) bool) (all []Section) {
	for i := range faults.All {
		k := &faults.All[i]
		if !wanted(k) {
			continue
		}
		familiar := title + ": " + k.Family
		at := slices.IndexFunc(all, func(s Section) bool { return s.Title == familiar })
		if at < 0 {
			at = len(all)
			all = append(all, Section{Name: name, Title: familiar})
		}
		all[at].Words = append(all[at].Words, Word{k.Name + " " + k.Form, k.Text})
	}
	if len(all) > 0 {
		all[0].Text = howEvents
	}
	return all
}

func words[T any](all []T, word func(T) Word) []Word {
	list := make([]Word, len(all))
	for i := range all {
		list[i] = word(all[i])
	}
	return list
}

func fieldWords[T any](of form.Form[T]) (all []Word) {
	for _, f := range of.Fields {
		all = append(all, Word{f.Name, f.Text})
	}
	return all
}
