package campaign

import (
	"cmp"
	"slices"

	"pawl/reports"
)

// clearestFirst sorts failures by how easily they are understood, and puts those of
// one invariant together, at the place of the clearest of them.
func clearestFirst(all []reports.Failure) {
	slices.SortStableFunc(all, clearer)
	var order []string
	for _, f := range all {
		if !slices.Contains(order, f.Invariant) {
			order = append(order, f.Invariant)
		}
	}
	slices.SortStableFunc(all, func(x, y reports.Failure) int {
		return slices.Index(order, x.Invariant) - slices.Index(order, y.Invariant)
	})
}

// clearer says which of two failures a reader should begin with: one that can be had
// again, that takes fewer events, whose story is shorter, that came first.
func clearer(x, y reports.Failure) int {
	return cmp.Or(
		lost(x)-lost(y),
		len(x.Faults)-len(y.Faults),
		len(x.Story)-len(y.Story),
		x.Run-y.Run)
}

func lost(f reports.Failure) int {
	if f.Command == "" {
		return 1
	}
	return 0
}
