package faults

import "time"

// Limits of what a text may say: wide enough for every run, narrow enough that
// no sum of two of them overflows, on any processor.
const (
	longest     = 1000 * time.Hour
	mostNth     = 1_000_000
	mostCount   = 1000
	mostAttempt = 100
	fastestPPM  = 999_999 // a clock slower by a million does not run at all
)

// A Slot is a part of an event that a kind's form can ask for. It brings what
// is to be known of its values: their text, their unit, their limits, and how to
// draw one.
type Slot struct {
	Name    string // as forms write it
	Text    string // what to write there
	Example string

	field *field                // of Event, that it is about
	print func(e *Event) string // empty for a default that goes without saying
	parse func(w *words, e *Event) *complaint
	check func(e *Event) *complaint       // may look at the slots before it
	draw  func(d *draw, e *Event)         // may look at the slots after it; nil: it is left out
	usual func(u *usual, e Event) []Event // the values that a single event is tried with; nil: what e has

	simpler func(s Space, e Event) []Event // e with simpler values than it has; nil: none is simpler
}

// Slots are all there are, in the order in which a form may use them.
var Slots = []Slot{
	windowSlot,
	defectSlot,
	slipSlot,
	thingSlot,
	materialSlot,
	targetSlot,
	namedSlot,
	keySlot,
	attemptSlot,
	callerSlot,
	mannerSlot,
	peerSlot,
	rateSlot,
	jumpSlot,
	lagSlot,
	countSlot,
	whenSlot,
	durationSlot,
}

func slotOf(name string) *Slot {
	for i := range Slots {
		if Slots[i].Name == name {
			return &Slots[i]
		}
	}
	return nil
}

// read takes the slot's words off a text.
func (s *Slot) read(w *words, e *Event) *complaint {
	first := w.taken
	if c := s.parse(w, e); c != nil {
		return c
	}
	c := s.check(e)
	if c != nil {
		w.taken = first + 1 // a slot of several words is wrong from its first
	}
	return c
}

// A field is one of Event's, which several slots may be about in different kinds.
type field struct {
	name string
	set  func(e *Event) bool
}

var (
	targetField = field{"Target", func(e *Event) bool { return e.Target != "" }}
	peerField   = field{"Peer", func(e *Event) bool { return e.Peer != "" }}
	amountField = field{"Amount", func(e *Event) bool { return e.Amount != 0 }}
	wordField   = field{"Word", func(e *Event) bool { return e.Word != "" }}
	keyField    = field{"Key", func(e *Event) bool { return e.Key != "" }}
	byField     = field{"By", func(e *Event) bool { return e.By != "" }}
	whenField   = field{"When", func(e *Event) bool { return e.When != When{} }}
	forField    = field{"For", func(e *Event) bool { return e.For != 0 }}
)

var fields = []*field{&targetField, &peerField, &amountField, &wordField, &keyField, &byField, &whenField, &forField}
