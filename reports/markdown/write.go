package markdown

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"pawl/reports/paper"
)

// Write writes the whole text.
func Write(w io.Writer, d paper.Document) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("markdown: %w", err)
	}
	to := writer{bufio.NewWriter(w)}
	to.line("# " + escaped(d.Title))
	if d.Subtitle != "" {
		to.line("", escaped(d.Subtitle))
	}
	if d.Stamp != "" {
		to.line("", "> **"+escaped(d.Stamp)+"**")
	}
	for i, s := range d.Sections {
		to.line("", fmt.Sprintf("## %d. %s", i+1, escaped(s.Title)))
		for j, b := range s.Blocks {
			if err := to.block(b); err != nil {
				return fmt.Errorf("markdown: section %d, %q: block %d: %w", i+1, s.Title, j+1, err)
			}
		}
	}
	if err := to.Flush(); err != nil {
		return fmt.Errorf("markdown: %w", err)
	}
	return nil
}

// A writer keeps its first error for the end.
type writer struct{ *bufio.Writer }

func (w writer) line(lines ...string) {
	for _, l := range lines {
		w.WriteString(l)
		w.WriteByte('\n')
	}
}

// block writes one, after an empty line.
func (w writer) block(b paper.Block) error {
	w.line("")
	switch b := b.(type) {
	case paper.Heading:
		w.line("### " + escaped(b.Text))
	case paper.Paragraph:
		w.line(escaped(b.Text))
	case paper.List:
		for _, item := range b.Items {
			w.line("- " + escaped(item))
		}
	case paper.Code:
		w.code(b)
	case paper.Callout:
		w.callout(b)
	case paper.Table:
		if b.Caption != "" {
			w.line(bold(b.Caption), "")
		}
		w.table(b)
	case paper.Picture:
		w.line(strings.TrimSpace(bold(b.Title)+" "+escaped(b.Says)), "")
		w.table(b.Facts)
	default:
		return fmt.Errorf("nothing writes a %T: see how to add", b)
	}
	return nil
}

// code has a fence that is longer than any in it.
func (w writer) code(c paper.Code) {
	lines := paper.VisibleLines(c.Text)
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l, fence) {
			fence += "`"
		}
	}
	w.line(fence)
	w.line(lines...)
	w.line(fence)
}

// alerts are what GitHub shows with a colour and a word of its own.
func alert(t paper.Tone) string {
	switch t {
	case paper.Bad:
		return "CAUTION"
	case paper.Doubt:
		return "WARNING"
	}
	return "NOTE"
}

func (w writer) callout(c paper.Callout) {
	w.line("> [!" + alert(c.Tone) + "]")
	if c.Title != "" {
		w.line("> "+bold(c.Title), ">")
	}
	w.line("> " + escaped(c.Text))
}

func (w writer) table(t paper.Table) {
	if len(t.Columns) == 0 {
		return
	}
	for _, c := range t.Columns {
		w.WriteString("| " + escaped(c.Title) + " ")
	}
	w.line("|")
	for _, c := range t.Columns {
		if c.Right {
			w.WriteString("| ---: ")
			continue
		}
		w.WriteString("| --- ")
	}
	w.line("|")
	for _, r := range t.Rows {
		for _, c := range r {
			w.WriteString("| " + cell(c) + " ")
		}
		w.line("|")
	}
}

// cell is bold where something must not be overlooked.
func cell(c paper.Cell) string {
	if c.Tone == paper.Bad || c.Tone == paper.Doubt {
		return bold(c.Text)
	}
	return escaped(c.Text)
}

func bold(text string) string {
	if text = escaped(text); text != "" {
		return "**" + text + "**"
	}
	return ""
}
