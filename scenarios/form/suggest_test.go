package form

import (
	"fmt"
	"testing"
)

func TestOneOfManyShowsAFew(t *testing.T) {
	var words []string
	for i := range mostListed + 1 {
		words = append(words, fmt.Sprintf("w%d", i))
	}
	if got, want := OneOf(words), "one of w0, w1, w2 and 28 more"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := OneOf(words[:2]), "one of w0, w1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
