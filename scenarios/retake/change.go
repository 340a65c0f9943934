package retake

import (
	"fmt"
	"slices"
	"time"

	"pawl/faults"
)

// A Take is what of a repro's run is to be made in another way. The zero Take changes nothing.
type Take struct {
	Changes []Change `json:"changes"`
	// Near asks for a run nearby: the so-manieth from 1; 0 asks for the run itself.
	Near int `json:"near"`
}

// A Change is made to one event of a repro. What is nil stays as it is.
type Change struct {
	Event int            `json:"event"`  // its place among the repro's events, from 0
	Off   bool           `json:"off"`    // it does not happen
	At    *time.Duration `json:"at_ns"`  // of an event at a time: when, since the run began
	Nth   *int           `json:"nth"`    // of an event on a moment: which occurrence, from 1
	For   *time.Duration `json:"for_ns"` // of an event that lasts: how long
}

// Events are those of a list, changed. The list stays as it is.
func (t *Take) Events(all []faults.Event) ([]faults.Event, error) {
	changed := slices.Clone(all)
	off := make([]bool, len(all))
	seen := make([]bool, len(all))
	for _, c := range t.Changes {
		switch {
		case c.Event < 0 || c.Event >= len(all):
			return nil, fmt.Errorf("event %d: there are %d, from 0", c.Event, len(all))
		case seen[c.Event]:
			return nil, fmt.Errorf("event %d is changed twice; want one change for each", c.Event)
		}
		seen[c.Event], off[c.Event] = true, c.Off
		e, err := c.of(all[c.Event])
		if err != nil {
			return nil, err
		}
		changed[c.Event] = e
	}
	left := make([]faults.Event, 0, len(all)) // never nil: that would draw some
	for i, e := range changed {
		if !off[i] {
			left = append(left, e)
		}
	}
	return left, nil
}

// of is the event, changed.
func (c *Change) of(e faults.Event) (faults.Event, error) {
	was := e
	if c.At != nil {
		if e.On != "" {
			return e, fmt.Errorf("%q waits for a moment, so that it has no time to be moved; change its occurrence", was)
		}
		e.At = *c.At
	}
	if c.Nth != nil {
		if e.On == "" {
			return e, fmt.Errorf("%q is at a time, and no occurrence of anything; change its time", was)
		}
		e.Nth = *c.Nth
	}
	if c.For != nil {
		if e.For == 0 {
			return e, fmt.Errorf("%q has no length that could be changed", was)
		}
		e.For = *c.For
	}
	return e, e.Validate()
}

// Same says that nothing is changed.
func (t *Take) Same() bool {
	return t.Near == 0 && !slices.ContainsFunc(t.Changes, func(c Change) bool {
		return c.Off || c.At != nil || c.Nth != nil || c.For != nil
	})
}
