package scenarios

import (
	"fmt"
	"strings"

	"pawl/faults"
)

// Suggest says which of the known words was meant by one that is not known, or
// lists them: what an error about any name ends with.
func Suggest(word string, known []string) string {
	if near := faults.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "want " + oneOf(known)
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return "one of " + strings.Join(words, ", ")
}
