package html

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"pawl/reports/paper"
)

//go:embed page.html
var page string

//go:embed style.css
var style string

// Write writes the whole page.
func Write(w io.Writer, d paper.Document) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	sections, err := sectionsOf(d)
	if err != nil {
		return fmt.Errorf("html: %w", err)
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"show": paper.Visible, "lines": lines, "n": number, "tone": toneClass, "cell": cellClass,
		"next": func(i int) int { return i + 1 },
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("html: %w", err)
	}
	buffered := bufio.NewWriter(w)
	err = t.Execute(buffered, map[string]any{
		"Document": d, "Sections": sections, "Style": template.CSS(colours() + style),
	})
	if err != nil {
		return fmt.Errorf("html: %w", err)
	}
	return buffered.Flush()
}
