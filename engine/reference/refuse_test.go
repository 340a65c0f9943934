package reference

import (
	"fmt"
	"testing"

	"pawl/engine"
)

// TestCallersAreCountedToALimit: beyond engine.CallersCounted names a caller is noted under
// its own name and not counted, and those that are counted go on being so.
func TestCallersAreCountedToALimit(t *testing.T) {
	var r refusals
	for i := range engine.CallersCounted + 2 {
		r.add(fmt.Sprint("caller ", i), "t", "busy")
	}
	if last := r.Last; last.Caller != fmt.Sprint("caller ", engine.CallersCounted+1) || last.OfCaller != 0 || last.Seq != engine.CallersCounted+2 {
		t.Errorf("the last one is %+v", last)
	}
	r.add("caller 7", "t", "busy")
	if r.Last.OfCaller != 2 || len(r.Caller) != engine.CallersCounted {
		t.Errorf("%d are counted, and the last one is %+v", len(r.Caller), r.Last)
	}
	again, err := decodeRefusals(r.encode())
	if err != nil || again.Last.Seq != r.Last.Seq || len(again.Caller) != len(r.Caller) {
		t.Errorf("read back: %+v, %v", again.Last, err)
	}
}
