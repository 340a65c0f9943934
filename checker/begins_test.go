package checker

import (
	"fmt"
	"testing"
)

// A history may begin in any phase and go on in any other: whoever observed it may have
// come late, and no judge may look at what was before.
func TestBeginsAnywhere(t *testing.T) {
	phases := []Phase{Idle, Intent, Staged, Published, Verified, Draining, Committed, Aborting, Aborted, Halted}
	for _, first := range phases {
		for _, second := range phases {
			t.Run(fmt.Sprint(first, " ", second), func(t *testing.T) {
				h := goodRun(2, 3)
				h.Views[0].Phase, h.Views[1].Phase = first, second
				if r := Check(exact(h), Options{}); len(r.Invalid) > 0 {
					t.Errorf("invalid: %v", r.Invalid)
				}
			})
		}
	}
}

// The same of a history whose first writes are missing.
func TestBeginsLate(t *testing.T) {
	for late := range len(goodRun(2, 3).Views) + 1 {
		h := goodRun(2, 3)
		h.Views = h.Views[late:]
		if r := Check(exact(h), Options{}); len(r.Invalid) > 0 {
			t.Errorf("without the first %d: invalid: %v", late, r.Invalid)
		}
	}
}
