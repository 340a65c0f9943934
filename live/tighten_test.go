package live

import (
	"testing"
	"time"

	"pawl/checker"
)

// TestTighten: a revision was written no earlier than the one before it could be, and no later
// than the one behind it was.
func TestTighten(t *testing.T) {
	wrote := func(rev int64, early, at time.Duration) checker.Fact {
		return checker.Fact{Revision: rev, Times: checker.Times{Early: early, At: at}, What: &checker.Wrote{Object: "k"}}
	}
	facts := []checker.Fact{wrote(2, 10, 90), wrote(3, 5, 40), wrote(3, 5, 40),
		{Times: checker.Times{Sent: 1, Arrived: 7, Early: 60, At: 60}, What: &checker.Asked{}}, {What: &checker.Asked{}}, wrote(4, 30, 80)}
	tighten(facts)
	want := [][2]time.Duration{{10, 40}, {10, 40}, {10, 40}, {7, 60}, {0, 0}, {30, 80}}
	for i, f := range facts {
		if got := [2]time.Duration{f.Early, f.At}; got != want[i] {
			t.Errorf("fact %d: %v; want %v", i, got, want[i])
		}
	}
}
