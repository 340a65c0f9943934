package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// table writes rows under a header. Numbers are set to the right.
func (p *page) table(header []string, right []int, rows [][]string) {
	align := make(tw.Alignment, len(header))
	for i := range align {
		align[i] = tw.AlignLeft
	}
	for _, i := range right {
		align[i] = tw.AlignRight
	}
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRendition(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.SeparatorsNone,
				Lines:      tw.Lines{ShowHeaderLine: tw.On},
			},
		}),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
	)
	t.Header(header)
	if t.Bulk(p.fit(header, rows)) != nil || t.Render() != nil {
		p.b.WriteString(fmt.Sprint(rows)) // it writes to memory: cannot fail
		return
	}
	for line := range strings.Lines(b.String()) {
		p.b.WriteString(margin + strings.TrimRight(line, " \n") + "\n")
	}
	p.blank()
}

const (
	betweenColumns = 2  // columns of the terminal
	narrowestCell  = 14 // no column is folded to less
)

// fit folds the cells of the widest columns until the table fits the page, or
// nothing more can be folded.
func (p *page) fit(header []string, rows [][]string) [][]string {
	widths := make([]int, len(header))
	total := len(margin)
	for i := range header {
		for _, row := range append(rows, header) {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
		total += widths[i] + betweenColumns
	}
	for total > p.width() && slices.Max(widths) > narrowestCell {
		widths[slices.Index(widths, slices.Max(widths))]--
		total--
	}
	fitted := make([][]string, len(rows))
	for i, row := range rows {
		for j, cell := range row {
			fitted[i] = append(fitted[i], folded(cell, widths[j]))
		}
	}
	return fitted
}

// folded breaks a cell after spaces and dashes.
func folded(cell string, width int) string {
	var b strings.Builder
	line := 0
	for _, part := range strings.SplitAfter(strings.ReplaceAll(cell, "-", "-\x00"), "\x00") {
		for _, word := range strings.SplitAfter(strings.TrimSuffix(part, "\x00"), " ") {
			n := utf8.RuneCountInString(word)
			if line > 0 && line+utf8.RuneCountInString(strings.TrimRight(word, " ")) > width {
				b.WriteByte('\n')
				line = 0
			}
			b.WriteString(word)
			line += n
		}
	}
	return b.String()
}
