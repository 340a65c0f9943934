package house

import (
	"fmt"
	"slices"
	"testing"

	"pawl/checker"
)

// contract is every invariant that is promised.
func contract() []string {
	var all []string
	for i := range 19 {
		all = append(all, fmt.Sprintf("S%d", i+1))
	}
	for i := range 5 {
		all = append(all, fmt.Sprintf("L%d", i+1))
	}
	return append(all, "V0")
}

// TestTheContractIsAll: what is promised is judged, but for the parts of which it is said
// that they are not.
func TestTheContractIsAll(t *testing.T) {
	var ids []string
	for _, inv := range checker.All {
		ids = append(ids, inv.ID)
	}
	promised := contract()
	slices.Sort(ids)
	slices.Sort(promised)
	if !slices.Equal(ids, promised) {
		t.Errorf("judged:\n%v\nthe contract:\n%v", ids, promised)
	}
	for _, gap := range checker.Partial {
		if gap.Sentence == "" || gap.Why == "" {
			t.Errorf("%s: what it is, or why it is not judged, is not said", gap.ID)
		}
		if !slices.ContainsFunc(checker.All, func(i checker.Invariant) bool { return i.ID == gap.ID }) {
			t.Errorf("a part of %s is not judged, and %s is no invariant that is", gap.ID, gap.ID)
		}
	}
}
