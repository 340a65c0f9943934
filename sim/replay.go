package sim

import "fmt"

// follow compares a choice with the log: nil if the log has one for it.
func follow(log []Decision, i int, place string, n int32) *Divergence {
	var expected string
	switch {
	case i >= len(log):
		expected = "the end of the log"
	case log[i].Place != place || log[i].Among != n:
		expected = choiceAt(log[i].Place, log[i].Among)
	case log[i].Which < 0 || log[i].Which >= n:
		expected = fmt.Sprintf("%d of %d", log[i].Which, n)
	default:
		return nil
	}
	return &Divergence{i, place, expected, choiceAt(place, n)}
}

func choiceAt(place string, n int32) string {
	return fmt.Sprintf("a choice at %q among %d", place, n)
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
		Expected: choiceAt(d.Place, d.Among) + fmt.Sprintf(", and %d decisions more", len(log)-made-1),
		Actual:   "the end of the run",
	}
}
