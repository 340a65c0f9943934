package faults

import "strings"

// The family of what operators do, whether they should or not.

const operators = "operators"

// An Asker can ask the engine for something in somebody's name. Both return at
// once; the deployment sends what is asked for until it knows what became of it.
type Asker interface {
	// Trigger asks for the rotation of a key in a window. An empty by is whoever
	// usually sends triggers.
	Trigger(window, key string, attempt int, by string)

	// Act does what an operator can do to a rotation of the key, or to the oldest of its
	// versions that is not revoked: the verb is the name of one of the kinds below. An
	// empty by is whoever is on duty. An emergency is approved by somebody else.
	Act(verb, key, by string, how Manner)
}

// A Manner is how an operator does something; empty: as one should.
type Manner string

const (
	Twice   Manner = "twice"   // by two at the same time, who do not know of each other
	Blind   Manner = "blind"   // without naming the rotation that is meant, and so to whichever is there
	Unheard Manner = "unheard" // the first answer does not come, and it is asked again
	Alone   Manner = "alone"   // an emergency is approved by who has asked for it
	Late    Manner = "late"    // it comes when what it was meant for may be over: the approval of an emergency, any other act itself
	Again   Manner = "again"   // what was asked for, and what was approved, is so once more, when it may be over; nobody approves what is asked for then

	Unapproved    Manner = "unapproved"     // nobody approves an emergency
	ApprovedTwice Manner = "approved-twice" // whoever approves an emergency does so again
	ApprovedAmiss Manner = "approved-amiss" // nobody approves an emergency as one should: who has asked for it does, and somebody else names another act
)

// Manners are all of them.
var Manners = []Manner{Twice, Blind, Unheard, Alone, Late, Again, Unapproved, ApprovedTwice, ApprovedAmiss}

// Those that make a difference: to an emergency, and to any other act. Who is late is so by seconds,
// which an engine with times of its own does not notice.
var (
	mannersAtHome = []Manner{Twice, Blind, Unheard, Alone}

	mannersOfTwo = []Manner{Twice, Unheard, Alone, Late, Again, Unapproved, ApprovedTwice, ApprovedAmiss}
	mannersOfOne = []Manner{Twice, Blind, Unheard, Late, Again}
)

var mannerSlot = Slot{
	Name: "<manner>", Text: "how it is done, twice, blind, unheard, alone, late, again, unapproved, approved-twice or approved-amiss; as one should, if it is left out", Example: "twice",
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: checkManner,
	draw:  drawManner,
}

func checkManner(e *Event) *complaint {
	return checkOneOf(e, Manners, "is no way to do it", func(known []string) string { return "want " + strings.Join(known, " or ") })
}

// drawManner has half of all acts done as they should.
func drawManner(d *draw, e *Event) {
	some := mannersOfOne
	switch {
	case len(d.s.Steps) > 0:
		some = mannersAtHome
	case d.k.Name == revoke.Name || d.k.Name == rotate.Name:
		some = mannersOfTwo
	}
	if n := d.choose("manner", 2*len(some)); n < len(some) {
		e.Word = string(some[n])
	}
}

var (
	abort  = act(AbortKind, "An operator aborts the key's rotation.")
	halt   = act("halt", "An operator halts the key's rotation.")
	resume = act("resume", "An operator resumes the key's rotation, which has halted.")

	keep   = act("hold", "An operator forbids to retire and revoke the oldest version that is not revoked.")
	letGo  = act("release", "An operator lifts the hold of the oldest version that is not revoked.")
	revoke = act("revoke", "An operator has the oldest version revoked before its lifetime has passed, and another one approves.")
	rotate = act("rotate", "An operator has the key rotated without a window, and another one approves.")
)

// act is the kind of event that is an operator's verb.
func act(verb, text string) Kind {
	return Kind{
		Name:    verb,
		Family:  operators,
		Text:    text,
		Form:    "[of <key>] [by <caller>] [done <manner>] <when>",
		Needs:   "Asker",
		able:    can[Asker],
		strike:  strikeAct,
		request: true,
		sides:   actSides,
	}
}

func strikeAct(s *strike) (heal func()) {
	e := s.Event
	s.bit()
	s.in.d.(Asker).Act(e.Kind, s.key(), e.By, Manner(e.Word))
	return nil
}

func actSides(s Space, _ When) [][]side {
	if len(s.Keys) == 0 {
		return nil
	}
	return nowhere
}
