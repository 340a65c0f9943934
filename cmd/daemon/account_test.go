package daemon

import (
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/monitor"
)

// TestAccountOfWhatWasUnderWay: of a rotation that an earlier start has begun nobody knows how
// long it took, and its first line is as old as this start.
func TestAccountOfWhatWasUnderWay(t *testing.T) {
	var out strings.Builder
	a := newAccount(&out, time.Now())
	a.transition(monitor.State{Key: "payments"}, engine.Entry{Transition: engine.Committed})
	a.transition(monitor.State{Key: "payments"}, engine.Entry{Transition: engine.Idle})
	if text := out.String(); strings.Contains(text, "2562047h") || !strings.Contains(text, "an earlier start had begun") {
		t.Error(text)
	}
	out.Reset()
	a.transition(monitor.State{Key: "payments"}, engine.Entry{Transition: engine.Intent})
	a.transition(monitor.State{Key: "payments"}, engine.Entry{Transition: engine.Idle})
	if text := out.String(); !strings.Contains(text, "rotation 2 of this start took ") {
		t.Error(text)
	}
}
