package paper

import (
	"fmt"
	"math"
)

// A HeatRow is one of a heat map.
type HeatRow struct {
	Name  string
	Cells []HeatCell // one for each column
}

// A HeatCell is how often something was seen, and whether it could have been.
type HeatCell struct {
	Count int
	State HeatState
}

// A HeatState says what a count means: there is nothing to conclude from a zero alone.
type HeatState string

// The states.
const (
	Reached     HeatState = "reached"
	Empty       HeatState = "empty"       // could have been, and was not: what must stand out
	Unreachable HeatState = "unreachable" // could not have been
)

const (
	cellHeight = 17.0
	cellWidth  = 36.0
	narrowest  = 25.0 // of a cell, in a picture with many columns: "1.2k" has room
	steepSize  = 9.0
)

// HeatMap draws counts by row and column. Stronger is more, by orders of magnitude. What is
// empty has a frame and a word; what could not be reached has a dot.
func HeatMap(title, says string, columns []string, rows []HeatRow) Picture {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	left := max(60, widest(names, ordinary)+gap)
	head := widest(columns, steepSize) + gap
	width := cellWidth
	if n := float64(len(columns)); n > 0 {
		width = max(narrowest, min(64, (wide-left)/n))
	}
	p := Picture{Title: title, Says: says, Facts: heatFacts(title, columns, rows)}
	for i, c := range columns {
		x := left + (float64(i)+0.5)*width
		p.Shapes = append(p.Shapes, Label{X: x + steepSize*0.35, Y: head - gap/2, Text: short(c), Size: steepSize, Steep: true})
	}
	most := mostOf(rows)
	for i, r := range rows {
		y := head + float64(i)*cellHeight
		p.Shapes = append(p.Shapes, Label{X: left - gap, Y: y + cellHeight*0.7, Text: short(r.Name), Anchor: End})
		for j, c := range r.Cells {
			if j < len(columns) {
				box := Box{X: left + float64(j)*width + 1, Y: y + 1, Width: width - 2, Height: cellHeight - 2}
				box.Tip = r.Name + ", " + columns[j] + ": " + heatText(c)
				p.Shapes = append(p.Shapes, heatCell(box, c, most)...)
			}
		}
	}
	below := head + float64(len(rows))*cellHeight + gap
	p.Shapes = append(p.Shapes, heatLegend(below, most)...)
	p.Width, p.Height = max(wide, left+float64(len(columns))*width), below+cellHeight+gap/2
	return p
}

func mostOf(rows []HeatRow) (most int) {
	for _, r := range rows {
		for _, c := range r.Cells {
			most = max(most, c.Count)
		}
	}
	return most
}

// heatCell is one cell, in the middle of its box.
func heatCell(box Box, c HeatCell, most int) []Shape {
	text := Label{X: box.X + box.Width/2, Y: box.Y + box.Height*0.73, Size: small, Anchor: Middle}
	switch c.State {
	case Empty:
		box.Fill = Fill{Doubt, 0.6}
		text.Text = "none"
		return []Shape{box, frame(box, Fill{Doubt, 1}), text}
	case Unreachable:
		box.Fill = Fill{Quiet, 0}
		text.Text, text.Quiet = "·", true
		return []Shape{box, text}
	}
	box.Fill = Fill{Good, strengthOf(c.Count, most)}
	text.Text = brief(c.Count)
	return []Shape{box, text}
}

// strengthOf goes by orders of magnitude: a cell with 10 runs and one with 10,000 are both to
// be told from none.
func strengthOf(count, most int) float64 {
	if count < 1 || most < 2 {
		return 0.15
	}
	return 0.15 + 0.85*math.Log(float64(count))/math.Log(float64(most))
}

// heatLegend says in words what colours mean.
func heatLegend(y float64, most int) (all []Shape) {
	x := 0.0
	for _, l := range []struct {
		cell HeatCell
		text string
	}{
		{HeatCell{most, Reached}, "so many; stronger is more"},
		{HeatCell{0, Empty}, "could have been reached, and was not"},
		{HeatCell{0, Unreachable}, "cannot be reached"},
	} {
		box := Box{X: x + 1, Y: y, Width: cellWidth - 2, Height: cellHeight - 2}
		all = append(all, heatCell(box, l.cell, most)...)
		x += cellWidth + gap/2
		all = append(all, Label{X: x, Y: y + cellHeight*0.65, Text: l.text, Size: small, Quiet: true})
		x += extent(l.text, small) + gap*1.5
	}
	return all
}

func heatText(c HeatCell) string {
	switch c.State {
	case Empty:
		return "none, and could have been"
	case Unreachable:
		return "cannot be reached"
	}
	return grouped(fmt.Sprint(c.Count))
}

func heatFacts(title string, columns []string, rows []HeatRow) Table {
	t := Table{Caption: title, Columns: []Column{{}}}
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{Title: c, Right: true})
	}
	for _, r := range rows {
		line := make([]Cell, len(t.Columns))
		line[0].Text = r.Name
		for j, c := range r.Cells {
			if j < len(columns) {
				line[j+1] = heatFact(c)
			}
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}

func heatFact(c HeatCell) Cell {
	switch c.State {
	case Empty:
		return Cell{"none", Doubt}
	case Unreachable:
		return Cell{"·", Quiet}
	}
	return Cell{grouped(fmt.Sprint(c.Count)), Plain}
}
