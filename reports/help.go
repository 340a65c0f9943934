package reports

import "strings"

// Help is what a verb says of itself.
type Help struct {
	Head
	Of    string   `json:"of"`    // the verb, with what comes before it
	Verbs []string `json:"verbs"` // that it has
	Text  string   `json:"text"`  // for a page of the usual width
}

func (h *Help) text(p *page) {
	if p.width() >= standard {
		p.b.WriteString(h.Text)
		return
	}
	command, _, _ := strings.Cut(h.Of, " ")
	for _, line := range joined(h.Text) {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		switch text := line[len(indent):]; {
		case text == "" || indent != "" && strings.HasPrefix(text, command+" "):
			p.b.WriteString(line + "\n") // a command: it is never broken
		default:
			p.hang(indent, text, p.as)
		}
	}
}

// joined are the lines of a text, those of a paragraph made into one.
func joined(text string) (lines []string) {
	prose := false // the last line is, and goes on
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		is := line != "" && line[0] != ' '
		if is && prose {
			lines[len(lines)-1] += " " + line
		} else {
			lines = append(lines, line)
		}
		prose = is
	}
	return lines
}
