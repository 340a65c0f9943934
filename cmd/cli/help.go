package cli

import (
	"fmt"
	"strings"

	"pawl/scenarios"
)

// helpWidth is that of help texts, which do not know the terminal.
const helpWidth = 80

// vocabulary is what a scenario file can say, as a help text.
func vocabulary() string {
	var b strings.Builder
	for _, s := range scenarios.Vocabulary() {
		fmt.Fprintf(&b, "\n\n%s\n%s", s.Title, wrapped(s.Text, 2))
		for _, w := range s.Words {
			fmt.Fprintf(&b, "\n  %s\n%s", w.Name, wrapped(w.Text, 6))
		}
	}
	return b.String()
}

// paragraphs are those of a help text.
func paragraphs(texts ...string) string {
	for i, t := range texts {
		texts[i] = wrapped(t, 0)
	}
	return strings.Join(texts, "\n\n")
}

// wrapped breaks a text at spaces, and indents it.
func wrapped(text string, indent int) string {
	margin := strings.Repeat(" ", indent)
	line, lines := margin, ""
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > helpWidth {
			lines += line + "\n"
			line = margin
		}
		if line != margin {
			line += " "
		}
		line += word
	}
	return lines + line
}
