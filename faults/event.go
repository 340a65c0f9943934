package faults

import (
	"fmt"
	"strings"
	"time"
)

// An Event is one thing that happens in a run, once: a fault, a trigger, or what
// an operator does. Fields that its kind has no use for are zero, so that two
// events that print the same are the same.
type Event struct {
	Kind   string // name of a row of All
	Target string // what it strikes, in the vocabulary of Targets
	Peer   string // the other side of a link, in the same vocabulary
	When
	For    time.Duration // how long, 0 where the kind has no duration
	Amount int64         // how much or how many, in the unit of the slot that the kind's form has for it
	Word   string        // what is named, such as a trigger's window
	Key    string        // the key that is asked about; empty: the moment's, or the only one
	By     string        // who asks; empty: whoever usually does
}

// String is the canonical text: for every valid e, Parse(e.String()) is e.
func (e Event) String() string {
	k := All.named(e.Kind)
	if k == nil {
		return fmt.Sprintf("%s (no such kind)", e.Kind)
	}
	words := []string{k.Name}
	for _, p := range k.parts() {
		words = append(words, p.print(&e)...)
	}
	return strings.Join(words, " ")
}

// Validate says whether e is an event that a text could describe.
func (e Event) Validate() error {
	k := All.named(e.Kind)
	if k == nil {
		c := All.unknown(e.Kind)
		return fmt.Errorf("event of kind %q: %s; %s", e.Kind, c.what, c.want)
	}
	if c := k.check(&e); c != nil {
		return fmt.Errorf("event %q: %s; %s", e, c.what, c.want)
	}
	return nil
}

// IsFault says whether e goes wrong, rather than being asked for. Faults end at
// the horizon of a run; triggers and operators go on. Reports of faults leave
// those out.
func (e Event) IsFault() bool {
	k := All.named(e.Kind)
	return k != nil && k.IsFault()
}

// Beyond is the assumption that an event breaks; "" if it lies within all.
func (e Event) Beyond() string {
	if k := All.named(e.Kind); k != nil {
		return k.Beyond
	}
	return ""
}

// MarshalText makes an event appear as its text in JSON and YAML.
func (e Event) MarshalText() ([]byte, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	return []byte(e.String()), nil
}

// UnmarshalText is Parse.
func (e *Event) UnmarshalText(text []byte) (err error) {
	*e, err = Parse(string(text))
	return err
}
