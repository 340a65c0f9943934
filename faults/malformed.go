package faults

import (
	"slices"
	"strings"
)

// A Part is what of a request is as no request can have it.
type Part string

const (
	NoWindow    Part = "no-window"    // the window has no name
	LongWindow  Part = "long-window"  // its name is longer than a name can be
	OddWindow   Part = "odd-window"   // its name has a letter that no name has
	NoAttempt   Part = "no-attempt"   // the attempt is none
	LongID      Part = "long-id"      // the id is longer than a text can be
	UnknownVerb Part = "unknown-verb" // an operator asks for what there is not
	LongReason  Part = "long-reason"  // an operator's reason is longer than a text can be
	LongAct     Part = "long-act"     // the id of an operator's act is
)

// parts are all of them.
var parts = []Part{NoWindow, LongWindow, OddWindow, NoAttempt, LongID, UnknownVerb, LongReason, LongAct}

var partSlot = Slot{
	Name: "<part>", Text: "what is wrong with it: " + joined(parts), Example: string(NoWindow),
	field: &wordField,
	print: func(e *Event) string { return e.Word },
	parse: func(w *words, e *Event) *complaint { e.Word = w.next(); return nil },
	check: checkPart,
	draw:  func(d *draw, e *Event) { e.Word = string(parts[d.choose("part", len(parts))]) },
	usual: func(_ *usual, e Event) []Event { e.Word = string(NoWindow); return []Event{e} },
}

func checkPart(e *Event) *complaint {
	if slices.Contains(parts, Part(e.Word)) {
		return nil
	}
	return &complaint{wrong(e.Word, "is nothing that can be wrong with a request"), "want one of " + joined(parts)}
}

func joined(parts []Part) string {
	var all []string
	for _, p := range parts {
		all = append(all, string(p))
	}
	return strings.Join(all, ", ")
}

// A Spoiler can ask for what nobody can ask for.
type Spoiler interface {
	// Malformed asks once for a rotation of the key, or has an operator act on it,
	// with a request of which one part is as it cannot be. It returns at once.
	Malformed(part Part, key string)
}

var malformed = Kind{
	Name:    "malformed",
	Family:  triggers,
	Text:    "Somebody asks with a request that is none: of what the word names it has nothing, too much, or the wrong letters.",
	Form:    "<part> [of <key>] <when>",
	Needs:   "Spoiler",
	able:    can[Spoiler],
	strike:  strikeMalformed,
	request: true,
	sides:   actSides,
}

func strikeMalformed(s *strike) (heal func()) {
	s.bit()
	s.in.d.(Spoiler).Malformed(Part(s.Event.Word), s.key())
	return nil
}
