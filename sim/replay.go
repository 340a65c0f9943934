package sim

import "fmt"

// follow compares a choice with the log: nil if the log has one for it.
func follow(log []Decision, i int, place string, n int32) *Divergence {
	actual := fmt.Sprintf("a choice at %q among %d", place, n)
	switch {
	case i >= len(log):
		return &Divergence{i, place, "the end of the log", actual}
	case log[i].Place != place || log[i].Among != n:
		expected := fmt.Sprintf("a choice at %q among %d", log[i].Place, log[i].Among)
		return &Divergence{i, place, expected, actual}
	case log[i].Which < 0 || log[i].Which >= n:
		return &Divergence{i, place, fmt.Sprintf("%d of %d", log[i].Which, n), actual}
	}
	return nil
}

// leftOver is the divergence of a run that ended before its log did.
func leftOver(log []Decision, made int) *Divergence {
	if made >= len(log) {
		return nil
	}
	d := log[made]
	return &Divergence{
		Index:    made,
		Label:    d.Place,
		Expected: fmt.Sprintf("a choice at %q among %d, and %d decisions more", d.Place, d.Among, len(log)-made-1),
		Actual:   "the end of the run",
	}
}
