package form

import (
	"fmt"
	"strings"
)

// Nearest finds the known word that a word is most likely meant to be; it is
// empty if none is near. Whoever has such a function gives it to a [Format].
type Nearest func(word string, known []string) string

// Suggest says which of the known words was meant by one that is not known, or
// lists them: what an error about any name ends with.
func (near Nearest) Suggest(word string, known []string) string {
	if meant := near(word, known); meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return "want " + OneOf(known)
}

// OneOf lists words of which one is wanted.
func OneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return "one of " + strings.Join(words, ", ")
}
