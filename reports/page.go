package reports

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Style is how a page may look.
type Style struct {
	Color bool
	Width int // in columns; 0 stands for 80
}

const (
	narrowest = 16 // no terminal is
	standard  = 80
	widest    = 110 // longer lines are hard to read
	readable  = 24  // beside what stands at its left, a text needs as much
	margin    = "  "
)

// Text writes a result for people.
func Text(w io.Writer, r Result, s Style) error {
	p := &page{style: s}
	r.text(p)
	p.closing(r.head())
	_, err := io.WriteString(w, p.b.String())
	return err
}

// A page is text in the making.
type page struct {
	b     strings.Builder
	style Style
}

func (p *page) width() int {
	if p.style.Width == 0 {
		return standard
	}
	return min(max(p.style.Width, narrowest), widest)
}

func (p *page) paint(code, s string) string {
	if !p.style.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *page) as(s string) string   { return s }
func (p *page) bold(s string) string { return p.paint("1", s) }
func (p *page) good(s string) string { return p.paint("32", s) }
func (p *page) bad(s string) string  { return p.paint("31", s) }
func (p *page) dim(s string) string  { return p.paint("2", s) }

func (p *page) blank() { p.b.WriteByte('\n') }

// heading begins a part of the page.
func (p *page) heading(s string) { p.hang("", s, p.bold) }

// title begins a failure.
func (p *page) title(id, sentence string) {
	p.hang(p.bad(p.bold(id))+margin, sentence, p.bold)
}

// say writes a paragraph, under a label if there is one.
func (p *page) say(label, s string) {
	if label != "" {
		label += " "
	}
	if s != "" {
		p.hang(margin+label, s, p.as)
	}
}

// item writes a line of a list.
func (p *page) item(s string) { p.hang(margin+margin, s, p.as) }

// command writes what can be copied as it is: it is never broken.
func (p *page) command(s string) { p.b.WriteString(margin + margin + p.bold(s) + "\n") }

// hang writes text beside what it starts with, broken at spaces.
func (p *page) hang(start, s string, paint func(string) string) {
	indent := columns(start)
	if hanging := len(margin) + len(margin); indent > hanging && p.width()-indent < readable && s != "" {
		p.above(start)
		start, indent = margin+margin, hanging
	}
	for line := range strings.Lines(s) {
		for _, part := range broken(printable(strings.TrimSuffix(line, "\n")), p.width()-indent) {
			p.b.WriteString(start + paint(part) + "\n")
			start = strings.Repeat(" ", indent)
		}
	}
}

// above writes what would leave no room for a text beside it.
func (p *page) above(start string) {
	start = strings.TrimRight(start, " ")
	if columns(start) <= p.width() {
		p.b.WriteString(start + "\n")
		return
	}
	for _, part := range broken(start, p.width()-len(margin)) {
		p.b.WriteString(margin + part + "\n")
	}
}

// columns is how wide s is, without its colours.
func columns(s string) int {
	n, escape := 0, false
	for _, c := range s {
		switch {
		case c == '\x1b':
			escape = true
		case escape:
			escape = c != 'm'
		default:
			n++
		}
	}
	return n
}

// printable shows what could move a cursor or change a colour as an escape.
func printable(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c == utf8.RuneError || c < ' ' || c == '\x7f' || c >= '\u0080' && c < '\u00a0' {
			fmt.Fprintf(&b, "\\u%04x", c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// broken breaks s at spaces into lines of at most so many columns, as far as
// its words allow.
func broken(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// closing is the last line: the verdict, and what to do. A result that is a text
// of its own ends without.
func (p *page) closing(h *Head) {
	if h.Closing == "" {
		return
	}
	word := strings.ToUpper(h.Verdict.words())
	paint := p.bad
	if h.Verdict == Pass {
		paint = p.good
	}
	label := paint(p.bold(word)) + margin
	text, ends := strings.CutSuffix(h.Closing, h.Next)
	if h.Next == "" || !ends || columns(label)+columns(h.Closing) <= p.width() {
		p.hang(label, h.Closing, p.as)
		return
	}
	p.hang(label, text, p.as)
	p.command(h.Next)
}
