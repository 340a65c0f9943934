package pdf

import (
	"math"
	"strings"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

const (
	cellPad  = 4.0
	smallest = 6.5 // size of letters that anybody can read: what needs smaller ones is set in parts
)

// A grid is a table with what it takes to set it.
type grid struct {
	paper.Table
	size, leading float64
	widths        []float64
}

func (s *setter) table(t paper.Table) {
	for _, part := range s.parts(t) {
		s.part(part)
	}
}

func (s *setter) part(t paper.Table) {
	g := s.grid(t)
	s.y += 2
	s.room(s.partLeast(g))
	if t.Caption != "" {
		s.flow(left, lines(s.faces.bold, t.Caption, 9, textWidth), s.faces.bold, 9, 14, ink.Light().Ink)
		s.y += 2
	}
	s.head(g)
	for i, r := range t.Rows {
		s.row(g, r, i == len(t.Rows)-1)
	}
	s.y += between + 4
}

// whole is up to how much of a page a table is kept on one.
const whole = (bottom - top) * 0.2

func (s *setter) tableLeast(t paper.Table) float64 {
	if parts := s.parts(t); len(parts) > 0 {
		return s.partLeast(s.grid(parts[0]))
	}
	return 0
}

// partLeast is a small table, or of a large one the caption, the head, and two rows.
func (s *setter) partLeast(g grid) float64 {
	height := 20 + s.headHeight(g)
	least := height
	for i, r := range g.Rows {
		height += s.height(g, s.cells(g, r))
		if i < 2 {
			least = height
		}
		if height > whole {
			return min(least, bottom-top)
		}
	}
	return height
}

// grid finds out how wide columns are: as wide as their texts if there is room for that, and
// else each between its longest word and its longest text, by the same share. Letters become
// smaller before words are broken.
func (s *setter) grid(t paper.Table) grid {
	least, most := s.measured(t)
	pads := 2 * cellPad * float64(len(t.Columns))
	has := max(1, textWidth-pads)
	g := grid{Table: t, size: smaller}
	if needs := sum(least); needs*g.size > has {
		g.size = max(smallest, has/needs)
	}
	g.leading = g.size * 1.4
	scaled(least, g.size)
	scaled(most, g.size)
	g.widths = shared(least, most, has)
	return g
}

// measured are the widths of columns, by their longest words and their longest texts, in a size
// of 1.
func (s *setter) measured(t paper.Table) (least, most []float64) {
	least, most = make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		s.measure(s.faces.bold, c.Title, &least[i], &most[i])
	}
	for _, r := range t.Rows {
		for i, c := range r {
			s.measure(s.cellFace(c), c.Text, &least[i], &most[i])
		}
	}
	// What a row is of is read first, and not word by word.
	least[0] = max(least[0], min(most[0], 14))
	return least, most
}

// measure widens a column for a text, in a size of 1. A word that is longer than others are
// may be broken: no column is made for it alone.
func (s *setter) measure(f *face, text string, least, most *float64) {
	text = f.settable(paper.Visible(text))
	*most = max(*most, f.width(text, 1)+0.05)
	for word := range strings.FieldsSeq(text) {
		*least = max(*least, min(f.width(word, 1)+0.05, 20))
	}
}

// shared gives each column its share of a width: what is left beside the longest words goes to
// columns by the root of what their longest text would take, so that one of long texts does not leave
// the others as narrow as their words, and to none more than it takes.
func shared(least, most []float64, has float64) []float64 {
	widths := make([]float64, len(least))
	low, high := sum(least), sum(most)
	for i := range widths {
		switch {
		case high <= has && high > 0:
			widths[i] = most[i] + (has-high)*most[i]/high
		case low >= has:
			widths[i] = least[i] * has / low
		default:
			widths[i] = least[i]
		}
	}
	if low < has && has < high {
		more(widths, most, has-low)
	}
	for i := range widths {
		widths[i] += 2 * cellPad
	}
	return widths
}

// more widens columns up to the most that they take, by what is left in all.
func more(widths, most []float64, rest float64) {
	for {
		roots := 0.0
		for i := range widths {
			roots += math.Sqrt(max(0, most[i]-widths[i]))
		}
		full := false
		for i := range widths {
			if needs := most[i] - widths[i]; needs > 0 && needs <= rest*math.Sqrt(needs)/roots {
				widths[i], rest, full = most[i], rest-needs, true
				break
			}
		}
		if full {
			continue
		}
		for i := range widths {
			if needs := most[i] - widths[i]; needs > 0 {
				widths[i] += rest * math.Sqrt(needs) / roots
			}
		}
		return
	}
}

func sum(all []float64) (total float64) {
	for _, v := range all {
		total += v
	}
	return total
}

func scaled(all []float64, by float64) {
	for i := range all {
		all[i] *= by
	}
}

// cellFace is bold where something is meant by the cell.
func (s *setter) cellFace(c paper.Cell) *face {
	if c.Tone == paper.Plain || c.Tone == paper.Quiet {
		return s.faces.text
	}
	return s.faces.bold
}

// cells are the lines of each cell of a row.
func (s *setter) cells(g grid, r []paper.Cell) [][]string {
	all := make([][]string, len(r))
	for i, c := range r {
		all[i] = lines(s.cellFace(c), c.Text, g.size, g.widths[i]-2*cellPad+0.01)
	}
	return all
}

func (s *setter) headLines(g grid) [][]string {
	all := make([][]string, len(g.Columns))
	for i, c := range g.Columns {
		all[i] = lines(s.faces.bold, c.Title, g.size, g.widths[i]-2*cellPad+0.01)
	}
	return all
}

// headHeight is none where no column has a name: an empty row says nothing.
func (s *setter) headHeight(g grid) float64 {
	if !g.Titled() {
		return 0
	}
	return s.height(g, s.headLines(g))
}

func (s *setter) height(g grid, cells [][]string) float64 {
	most := 1
	for _, c := range cells {
		most = max(most, len(c))
	}
	return float64(most)*g.leading + 2*cellPad
}

func (s *setter) head(g grid) {
	if !g.Titled() {
		return
	}
	cells := s.headLines(g)
	height := s.height(g, cells)
	s.fill(left, s.y, textWidth, height, ink.Light().Panel)
	x := left
	for i, c := range g.Columns {
		s.cell(g, x, s.y, i, cells[i], s.faces.bold, ink.Light().Ink, c.Right)
		x += g.widths[i]
	}
	s.y += height
	s.rule(s.y, left, left+textWidth)
}

// row sets one on this page if it has room, or else on the next one, below the head again. A
// row that is higher than a page goes on there.
func (s *setter) row(g grid, r []paper.Cell, last bool) {
	cells := s.cells(g, r)
	for goesOn := true; goesOn; {
		if s.y+s.height(g, cells) > bottom && s.y > top+s.headHeight(g)+1 {
			s.page()
			s.head(g)
		}
		room := max(1, int((bottom-s.y-2*cellPad+0.01)/g.leading))
		x, height := left, 0.0
		goesOn = false
		for i := range cells {
			n := min(room, len(cells[i]))
			s.cell(g, x, s.y, i, cells[i][:n], s.cellFace(r[i]), ink.Light().Text(r[i].Tone), g.Columns[i].Right)
			height = max(height, float64(max(1, n))*g.leading+2*cellPad)
			cells[i] = cells[i][n:]
			goesOn = goesOn || len(cells[i]) > 0
			x += g.widths[i]
		}
		s.y += height
	}
	if !last {
		s.rule(s.y, left, left+textWidth)
	}
}

func (s *setter) cell(g grid, x, y float64, column int, all []string, f *face, c ink.Colour, right bool) {
	for n, text := range all {
		at := x + cellPad
		if right {
			at = x + g.widths[column] - cellPad - f.width(text, g.size)
		}
		s.text(at, y+cellPad+float64(n+1)*g.leading-g.leading*0.3, text, f, g.size, c)
	}
}
