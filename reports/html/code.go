package html

import (
	"strings"

	"pawl/reports/paper"
)

// A word is one of a line that is to be copied, or the space before the next one. Words are
// told apart because on paper, where a line cannot be scrolled, a browser would break it at
// any dash, and --with would be read as two.
type word struct {
	Text  string
	Space bool
}

// lines are those of a text that is to be copied.
func lines(text string) [][]word {
	var all [][]word
	for _, line := range paper.VisibleLines(text) {
		var words []word
		for line != "" {
			n := strings.IndexAny(line, " \t")
			switch {
			case n < 0:
				n = len(line)
			case n == 0:
				n = len(line) - len(strings.TrimLeft(line, " \t"))
			}
			words = append(words, word{line[:n], line[0] == ' ' || line[0] == '\t'})
			line = line[n:]
		}
		all = append(all, words)
	}
	return all
}
