package form

import (
	"cmp"
	"fmt"
	"strings"
)

// An error does not list more words than mostListed: who reads them has forgotten what was
// wrong. Of more it shows a few, for what they look like.
const (
	mostListed = 30
	shown      = 3
)

// Suggest says which of the known words was meant by one that is not known, or
// lists them: what an error about any name ends with.
func (f *Format) Suggest(word string, known []string) string {
	return cmp.Or(f.Meant(word, known), "want "+OneOf(known))
}

// OneOf lists words of which one is wanted; if they are many, only some.
func OneOf(words []string) string {
	switch n := len(words); {
	case n == 1:
		return words[0]
	case n > mostListed:
		return fmt.Sprintf("one of %s and %d more", strings.Join(words[:shown], ", "), n-shown)
	}
	return "one of " + strings.Join(words, ", ")
}
