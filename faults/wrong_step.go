package faults

import "strings"

// A Slip is how somebody who follows a playbook gets it wrong.
type Slip string

const (
	Skipped  Slip = "skipped"  // a step is left out
	Doubled  Slip = "doubled"  // each step is done twice
	Mistaken Slip = "mistaken" // a step is done that is not there, in place of one that is
	Swapped  Slip = "swapped"  // another playbook is followed
)

// slips are all of them.
var slips = []Slip{Skipped, Doubled, Mistaken, Swapped}

var slipSlot = Slot{
	Name: "<slip>", Text: "what is done wrong: " + strings.Join(texts(slips), ", "), Example: string(Skipped),
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: checkSlip,
	draw:  func(d *draw, e *Event) { e.Word = string(slips[d.choose("slip", len(slips))]) },
	usual: usualSlips,
}

func checkSlip(e *Event) *complaint {
	return checkOneOf(e, slips, "is no way to get a playbook wrong", func(known []string) string { return "want one of " + strings.Join(known, ", ") })
}

func usualSlips(_ *usual, e Event) (all []Event) {
	for _, s := range slips {
		e.Word = string(s)
		all = append(all, e)
	}
	return all
}

// A Slipper has somebody on duty who follows playbooks, and can get them wrong.
type Slipper interface {
	// Slip has whoever deals with alerts about the key, or about any if it is empty, get
	// each wrong, from the next one on that is begun with. It calls bit on each. Stop ends
	// it.
	Slip(how Slip, key string, bit func()) (stop func())
}

var wrongStep = Kind{
	Name:   "wrong-step",
	Family: operators,
	Text:   "Whoever is on duty gets the playbook of the next alert wrong, and of as many more as the count says.",
	Form:   "<slip> [of <key>] <count> <when>",
	Needs:  "Slipper",
	able:   can[Slipper],
	strike: strikeSlip,
	sides:  slipSides,
	awaits: aboutHalts,
}

func strikeSlip(s *strike) (heal func()) {
	s.counts("", func() {})
	return s.in.d.(Slipper).Slip(Slip(s.Event.Word), s.key(), func() { s.use("", &Passage{}) })
}

func slipSides(s Space, w When) [][]side {
	if s.Unattended {
		return nil
	}
	return actSides(s, w)
}

// aboutHalts says that somebody may be told of what happens at m.
func aboutHalts(m Moment) bool { return strings.HasPrefix(m.String(), halt.Name+".") }
