package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// A column is one of a table.
type column struct {
	name  string
	right bool // numbers are set to the right
	spare bool // left out where the page is too narrow for whole words
}

// table writes rows under the names of their columns.
func (p *page) table(columns []column, rows [][]string) {
	if !p.fits(columns, rows) {
		columns, rows = spared(columns, rows)
	}
	if !p.fits(columns, rows) {
		p.records(columns, rows)
		return
	}
	align := make(tw.Alignment, len(columns))
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i], align[i] = c.name, tw.AlignLeft
		if c.right {
			align[i] = tw.AlignRight
		}
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
	if t.Bulk(p.fit(columns, rows)) != nil || t.Render() != nil {
		p.b.WriteString(fmt.Sprint(rows)) // it writes to memory: cannot fail
		return
	}
	for line := range strings.Lines(b.String()) {
		p.b.WriteString(margin + strings.TrimRight(line, " \n") + "\n")
	}
	p.blank()
}

// fits says whether a table fits the page with all its words whole.
func (p *page) fits(columns []column, rows [][]string) bool {
	return total(widths(columns, rows, longestWord)) <= p.width()
}

// records writes the rows of a table for which the page is too narrow: each as a
// line of its own, with the names of the columns in it.
func (p *page) records(columns []column, rows [][]string) {
	for _, row := range rows {
		var parts []string
		for i, cell := range row[1:] {
			if cell != "" {
				parts = append(parts, strings.TrimSpace(columns[i+1].name+" "+cell))
			}
		}
		line, start := row[0], margin
		if name, ok := strings.CutPrefix(line, ofFamily); ok {
			line, start = name, margin+ofFamily
		}
		if len(parts) > 0 {
			line += ": " + strings.Join(parts, ", ")
		}
		p.hang(start, line, p.as)
	}
	p.blank()
}

const betweenColumns = 2 // columns of the terminal

// widths are how wide columns are, by the width of a cell.
func widths(columns []column, rows [][]string, of func(cell string) int) []int {
	all := make([]int, len(columns))
	for i, c := range columns {
		all[i] = utf8.RuneCountInString(c.name) // is not folded
		for _, row := range rows {
			all[i] = max(all[i], of(row[i]))
		}
	}
	return all
}

func longestWord(cell string) int {
	n := 0
	for _, word := range strings.Fields(cell) {
		n = max(n, utf8.RuneCountInString(word))
	}
	return n
}

// total is how wide a table is.
func total(widths []int) int {
	n := len(margin)
	for _, w := range widths {
		n += w + betweenColumns
	}
	return n
}

// spared leaves out the columns that can be spared.
func spared(columns []column, rows [][]string) ([]column, [][]string) {
	var left []column
	some := make([][]string, len(rows))
	for i, c := range columns {
		if c.spare {
			continue
		}
		left = append(left, c)
		for j, row := range rows {
			some[j] = append(some[j], row[i])
		}
	}
	return left, some
}

// fit folds cells, the widest columns first, until the table fits the page or
// nothing more can be folded: words stay whole.
func (p *page) fit(columns []column, rows [][]string) [][]string {
	least := widths(columns, rows, longestWord)
	width := widths(columns, rows, utf8.RuneCountInString)
	for total(width) > p.width() {
		widest := -1
		for i, w := range width {
			if w > least[i] && (widest < 0 || w > width[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		width[widest]--
	}
	fitted := make([][]string, len(rows))
	for i, row := range rows {
		for j, cell := range row {
			fitted[i] = append(fitted[i], strings.Join(broken(cell, width[j]), "\n"))
		}
	}
	return fitted
}
