package faults

import (
	"fmt"
	"strings"
	"time"
)

// A Fault is one thing that goes wrong, once. Fields that its kind has no use
// for are zero, so that two faults that print the same are the same.
type Fault struct {
	Kind   string        // name of a row of All
	Target string        // what it strikes, in the vocabulary of Targets
	Peer   string        // the other side of a partition, in the same vocabulary
	At     time.Duration // since the start of the run, when On is empty
	On     string        // a meaning, such as "commit.sent"
	Nth    int           // which occurrence of On, from 1; 0 when On is empty
	For    time.Duration // how long, 0 where the kind has no duration
	PPM    int           // how much faster a drifting clock runs, in parts per million
	Count  int           // of triggers duplicated or replies lost, from 1
}

// String is the canonical text: for every valid f, Parse(f.String()) is f.
func (f Fault) String() string {
	k := kindOf(f.Kind)
	if k == nil {
		return fmt.Sprintf("%s (no such kind)", f.Kind)
	}
	words := []string{k.Name}
	for _, part := range k.parts() {
		if s := slotOf(part); s != nil {
			part = s.print(f)
		}
		if part != "" {
			words = append(words, part)
		}
	}
	return strings.Join(words, " ")
}

// Validate says whether f is a fault that a text could describe.
func (f Fault) Validate() error {
	k := kindOf(f.Kind)
	if k == nil {
		c := unknownKind(f.Kind)
		return fmt.Errorf("fault of kind %q: %s; %s", f.Kind, c.what, c.want)
	}
	for i := range slots {
		if c := slots[i].validate(k, f); c != nil {
			return fmt.Errorf("fault %q: %s; %s", f, c.what, c.want)
		}
	}
	return nil
}

// MarshalText makes a fault appear as its text in JSON and YAML.
func (f Fault) MarshalText() ([]byte, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	return []byte(f.String()), nil
}

// UnmarshalText is Parse.
func (f *Fault) UnmarshalText(text []byte) (err error) {
	*f, err = Parse(string(text))
	return err
}
