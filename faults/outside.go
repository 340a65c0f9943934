package faults

import (
	"slices"
	"strings"
	"time"
)

// The family of what is done past the engine, by people and by tools that know nothing of
// it: a script cleans up the store, a backup puts one key back, somebody deletes a version in
// the console of the key service.

const outside = "outside"

// A Thing is something that the store has of a key, as the engine's view tells of it.
type Thing string

const (
	TheRecord Thing = "record"
	AnEntry   Thing = "entry" // of the audit: the last one
	AStamp    Thing = "stamp" // of any node
	AText     Thing = "text"  // of those that are kept for good, any
)

// things are all of them.
var things = []Thing{TheRecord, AnEntry, AStamp, AText}

var thingSlot = Slot{
	Name: "<thing>", Text: "what of a key: its record, the last entry of its audit, a stamp of some node, or a text that is kept", Example: string(TheRecord),
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: func(e *Event) *complaint {
		return checkOneOf(e, things, "is nothing that the store has of a key", wantOneOf)
	},
	draw: func(d *draw, e *Event) {
		some := d.s.shown(d.k.may)
		n := d.choose("thing", len(some)+2) // of the first, which is the record, more hangs on it
		e.Word = string(some[max(0, n-2)])
	},
	usual: func(u *usual, e Event) (all []Event) { return eachWord(e, u.s.shown(u.k.may)) },
}

// A Material is which version's material is meant.
type Material string

const (
	OfActive Material = "active" // the one that is sealed under
	OfNext   Material = "next"   // the one that a rotation brings
	OfOldest Material = "oldest" // the oldest that is not revoked
)

// materials are all of them.
var materials = []Material{OfActive, OfNext, OfOldest}

var materialSlot = Slot{
	Name: "<material>", Text: "of which version: active, next, or the oldest that is not revoked", Example: string(OfActive),
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: func(e *Event) *complaint { return checkOneOf(e, materials, "is no version of a key", wantOneOf) },
	draw:  func(d *draw, e *Event) { e.Word = string(materials[d.choose("material", len(materials))]) },
	usual: func(_ *usual, e Event) []Event { return eachWord(e, materials) },
}

func wantOneOf(known []string) string { return "want one of " + strings.Join(known, ", ") }

// eachWord is an event with each of some words.
func eachWord[W ~string](e Event, words []W) (all []Event) {
	for _, w := range words {
		e.Word = string(w)
		all = append(all, e)
	}
	return all
}

// A Meddler can do to the store what a tool does that is nobody's of the engine. Each method
// says whether what the thing means has changed by it; where there is no such thing, or the
// store cannot be reached, nothing has.
type Meddler interface {
	// Delete deletes a thing.
	Delete(what Thing, key string) (changed bool)
	// Garble writes over a thing what nobody can read.
	Garble(what Thing, key string) (changed bool)
	// PutBack makes a key's record what it was some time ago.
	PutBack(key string, ago time.Duration) (changed bool)
}

// Who loses a stamp is not told, and serves on: nothing that lives by stamps can stand that,
// so that it is beyond what random plans do.
var deleteByHand = meddling("delete-by-hand", "<thing> [of <key>] <when>",
	"Somebody deletes something of a key in the store, past the engine.", []Thing{TheRecord, AnEntry},
	func(s *strike, m Meddler) bool { return m.Delete(Thing(s.Event.Word), s.key()) })

var garbleByHand = meddling("garble-by-hand", "<thing> [of <key>] <when>",
	"Somebody writes over something of a key in the store, past the engine, what nobody can read.", things,
	func(s *strike, m Meddler) bool { return m.Garble(Thing(s.Event.Word), s.key()) })

var putBack = meddling("put-back", "[of <key>] by <lag> <when>",
	"Somebody makes the record of a key what it was that long ago, past the engine, and nothing else.", []Thing{TheRecord},
	func(s *strike, m Meddler) bool { return m.PutBack(s.key(), time.Duration(s.Event.Amount)) })

// meddling is a kind of event in the store; do says whether it has changed anything.
func meddling(name, form, text string, may []Thing, do func(*strike, Meddler) bool) Kind {
	k := Kind{Name: name, Family: outside, Text: text, Form: form, Needs: "Meddler", able: can[Meddler], seldom: true, may: may}
	k.strike = func(s *strike) (heal func()) { s.at(theStore, do(s, s.in.d.(Meddler))); return nil }
	k.sides = func(s Space, _ When) [][]side { return s.ifAny(may) }
	return k
}

// A Console can destroy material in the key service by hand.
type Console interface {
	// DestroyByHand destroys the material of a version, and says whether there was any.
	DestroyByHand(of Material, key string) (did bool)
}

var destroyByHand = Kind{
	Name:   "destroy-by-hand",
	Family: outside,
	Text:   "Somebody destroys the material of a version in the console of the key service, past the engine.",
	Form:   "<material> [of <key>] <when>",
	Needs:  "Console",
	able:   can[Console],
	strike: func(s *strike) (heal func()) {
		s.at(keyService, s.in.d.(Console).DestroyByHand(Material(s.Event.Word), s.key()))
		return nil
	},
	sides:  func(s Space, _ When) [][]side { return s.ifAny([]Thing{TheRecord}) },
	seldom: true,
	may:    []Thing{TheRecord},
}

// Means says which things of a key have to be known for an event to happen: the engine's view
// tells of them, or the event cannot.
func (e Event) Means() []Thing {
	k := All.named(e.Kind)
	switch {
	case k == nil || k.may == nil:
		return nil
	case k.has(thingSlot.Name):
		return []Thing{Thing(e.Word)}
	}
	return k.may
}

// ifAny is the one side of what happens to things, if the engine tells of any.
func (s Space) ifAny(things []Thing) [][]side {
	if len(s.Keys) == 0 || len(s.shown(things)) == 0 {
		return nil
	}
	return nowhere
}

// shown are those of some things that the engine tells of.
func (s Space) shown(things []Thing) []Thing {
	return slices.DeleteFunc(slices.Clone(things), func(t Thing) bool { return !slices.Contains(s.Shows, t) })
}
