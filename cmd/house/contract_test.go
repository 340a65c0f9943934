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

// TestTheContractIsAllAndUnbuilt: what is promised is judged, or it is said that it
// is not; nothing is both, and nothing is neither.
func TestTheContractIsAllAndUnbuilt(t *testing.T) {
	var ids []string
	for _, inv := range checker.All {
		ids = append(ids, inv.ID)
	}
	for _, gap := range checker.Unbuilt {
		ids = append(ids, gap.ID)
		if gap.Sentence == "" || gap.Why == "" {
			t.Errorf("%s: what it is, or why it is not judged, is not said", gap.ID)
		}
	}
	promised := contract()
	slices.Sort(ids)
	slices.Sort(promised)
	if !slices.Equal(ids, promised) {
		t.Errorf("judged or said not to be:\n%v\nthe contract:\n%v", ids, promised)
	}
	for _, gap := range checker.Partial {
		if !slices.ContainsFunc(checker.All, func(i checker.Invariant) bool { return i.ID == gap.ID }) {
			t.Errorf("a part of %s is not judged, and %s is no invariant that is", gap.ID, gap.ID)
		}
	}
}
