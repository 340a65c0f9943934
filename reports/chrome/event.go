package chrome

import (
	"encoding/json"
	"fmt"
)

// Phases of events, as the form calls them: how an event is to be shown.
const (
	slicePhase   = "X"
	beginPhase   = "b" // of a span that may overlap others
	endPhase     = "e"
	instantPhase = "i"
	namePhase    = "M"
)

// An Event is one element of a trace.
type Event struct {
	Name    string         `json:"name"`
	Phase   string         `json:"ph"`
	Cat     string         `json:"cat,omitempty"`
	At      micros         `json:"ts"`
	For     *micros        `json:"dur,omitempty"` // of a slice
	Group   int            `json:"pid"`
	Thread  int            `json:"tid"`
	ID      string         `json:"id,omitempty"`      // of a span
	Bind    string         `json:"bind_id,omitempty"` // of an arrow
	Leaves  bool           `json:"flow_out,omitempty"`
	Arrives bool           `json:"flow_in,omitempty"`
	Scope   string         `json:"s,omitempty"` // of an instant: g of all, t of its thread
	Args    map[string]any `json:"args,omitempty"`
}

// micros is a time in nanoseconds, which is written in microseconds.
type micros int64

// MarshalJSON writes it without loss.
func (m micros) MarshalJSON() ([]byte, error) {
	if m%1000 == 0 {
		return fmt.Appendf(nil, "%d", m/1000), nil
	}
	return fmt.Appendf(nil, "%d.%03d", m/1000, m%1000), nil
}

// A Trace is a file.
type Trace struct {
	Unit   string         `json:"displayTimeUnit"`
	Other  map[string]any `json:"otherData"`
	Events []Event        `json:"traceEvents"`
}

var _ json.Marshaler = micros(0)
