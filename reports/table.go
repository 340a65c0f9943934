package reports

import (
	"strings"
	"unicode/utf8"
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
	rows = p.fit(columns, rows)
	wide := widths(columns, rows, longestLine)
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.name
	}
	p.row(columns, wide, header)
	p.b.WriteString(margin + strings.Repeat("─", total(wide)-len(margin)) + "\n")
	for _, row := range rows {
		p.row(columns, wide, row)
	}
	p.blank()
}

// row writes cells beside one another, each with a space at either side: on as many lines
// as the longest of them has.
func (p *page) row(columns []column, wide []int, cells []string) {
	most, lines := 0, make([][]string, len(cells))
	for i, cell := range cells {
		lines[i] = strings.Split(cell, "\n")
		most = max(most, len(lines[i]))
	}
	for n := range most {
		var b strings.Builder
		for i, c := range columns {
			var part string
			if n < len(lines[i]) {
				part = lines[i][n]
			}
			space := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(part))
			if c.right {
				part = space + part
			} else {
				part += space
			}
			b.WriteString(" " + part + " ")
		}
		p.b.WriteString(margin + strings.TrimRight(b.String(), " ") + "\n")
	}
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

func longestLine(cell string) int {
	n := 0
	for line := range strings.SplitSeq(cell, "\n") {
		n = max(n, utf8.RuneCountInString(line))
	}
	return n
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
