package reference

import (
	"testing"

	"pawl/engine"
)

// TestWaiting wants people to be shown the act that was asked for, and nothing where none can be
// read: nobody could approve that.
func TestWaiting(t *testing.T) {
	e := emergency{Op: "o1", Act: "a1", Verb: engine.RevokeAct, By: "alice", Because: "leaked", Version: 3}
	want := engine.Act{ID: "a1", Verb: engine.RevokeAct, Key: "payments", Operator: "alice", Reason: "leaked", Version: 3}
	if a := Waiting("payments", e.encode()); a == nil || *a != want {
		t.Errorf("%+v", a)
	}
	for _, value := range []string{"", "garbage"} {
		if a := Waiting("payments", []byte(value)); a != nil {
			t.Errorf("%q: %+v", value, a)
		}
	}
}
