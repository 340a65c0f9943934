package campaign

import (
	"testing"
	"time"

	"pawl/engine/wrong"
)

// What there was no time to hunt is neither caught nor a miss of the checker.
func TestHuntWithoutTime(t *testing.T) {
	h := hunter{runs: 10, deadline: time.Now().Add(-time.Second)}
	all, err := h.each(t.Context(), wrong.All[:2], unwatched{})
	if err != nil || len(all) != 2 || !all[0].CutShort || all[0].Caught || all[0].Runs != 0 {
		t.Errorf("%+v, error %v", all, err)
	}
}
