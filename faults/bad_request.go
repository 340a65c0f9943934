package faults

import (
	"slices"
	"strings"
)

// A Defect is what of a request is as no request can have it.
type Defect string

const (
	NoWindow    Defect = "no-window"    // the window has no name
	LongWindow  Defect = "long-window"  // its name is longer than a name can be
	OddWindow   Defect = "odd-window"   // its name has a letter that no name has
	NoAttempt   Defect = "no-attempt"   // the attempt is none
	LongID      Defect = "long-id"      // the id is longer than a text can be
	UnknownVerb Defect = "unknown-verb" // an operator asks for what there is not
	LongReason  Defect = "long-reason"  // an operator's reason is longer than a text can be
	LongAct     Defect = "long-act"     // the id of an operator's act is
	OddOperator Defect = "odd-operator" // an operator's name has letters that no name has
	NoRight     Defect = "no-right"     // who acts as an operator is none
	NoVersion   Defect = "no-version"   // an operator holds a version that there is not
	NothingAsks Defect = "nothing-asks" // an operator approves what nobody has asked for
)

// defects are all of them: first of a request's own, then those by which it is about nothing.
var (
	defects   = slices.Concat(malformed, ofNothing)
	malformed = []Defect{NoWindow, LongWindow, OddWindow, NoAttempt, LongID, UnknownVerb, LongReason, LongAct, OddOperator, NoRight}
	ofNothing = []Defect{NoVersion, NothingAsks}
)

var defectSlot = Slot{
	Name: "<defect>", Text: "what is wrong with it: " + strings.Join(texts(defects), ", "), Example: string(NoWindow),
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: checkDefect,
	draw:  drawDefect,
	usual: func(_ *usual, e Event) []Event { e.Word = string(NoWindow); return []Event{e} },
}

// drawDefect has one in eight be about nothing: most engines that are wrong are so about the others.
func drawDefect(d *draw, e *Event) {
	e.Word = string(malformed[d.choose("defect", len(malformed))])
	if d.choose("of-nothing", 8) == 0 {
		e.Word = string(ofNothing[d.choose("nothing", len(ofNothing))])
	}
}

func checkDefect(e *Event) *complaint {
	if slices.Contains(defects, Defect(e.Word)) {
		return nil
	}
	return &complaint{wrong(e.Word, "is nothing that can be wrong with a request"), "want one of " + strings.Join(texts(defects), ", ")}
}

// A Spoiler can ask for what nobody can ask for.
type Spoiler interface {
	// BadRequest asks once for a rotation of the key, or has an operator act on it,
	// with a request of which one part is as it cannot be. It returns at once.
	BadRequest(defect Defect, key string)
}

var badRequest = Kind{
	Name:    "bad-request",
	Family:  triggers,
	Text:    "Somebody asks with a request that is none: of what the word names it has nothing, too much, or the wrong letters.",
	Form:    "<defect> [of <key>] <when>",
	Needs:   "Spoiler",
	able:    can[Spoiler],
	strike:  strikeBadRequest,
	request: true,
	sides:   actSides,
}

func strikeBadRequest(s *strike) (heal func()) {
	s.bit()
	s.in.d.(Spoiler).BadRequest(Defect(s.Event.Word), s.key())
	return nil
}
