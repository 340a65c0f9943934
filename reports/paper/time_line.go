package paper

import (
	"cmp"
	"math"
	"slices"
)

// A Lane is what happened to one thing.
type Lane struct {
	Name  string
	Spans []Span
}

// A Span is a time with a text. One that ends where it begins is a mark.
type Span struct {
	From, To float64 // in seconds
	Text     string
	Tone     Tone
}

const (
	rowHeight = 15.0
	mostRows  = 6 // of a lane with texts: what has no room there is below them, and without
)

// TimeLine draws lanes below one another, from 0 to end. Texts that would lie on one another
// go to rows below; a lane has only so many, and what has no room is in the facts.
func TimeLine(title, says string, end float64, lanes []Lane) Picture {
	names := make([]string, len(lanes))
	for i, l := range lanes {
		names[i] = l.Name
	}
	left := max(60, widest(names, ordinary)+gap)
	if !measurable(end) || end <= 0 {
		end = 1
	}
	s := scale{to: end, at: left, end: wide - max(gap, extent(figure(end), small)/2)}
	p := Picture{Title: title, Says: says, Width: wide, Facts: laneFacts(title, lanes)}
	var drawn []Shape
	y, untold := 4.0, 0
	for i, l := range lanes {
		if i > 0 {
			drawn = append(drawn, Stroke{Points: []Point{{0, y}, {wide, y}}, Fill: Fill{Quiet, 0.1}})
		}
		drawn = append(drawn, Label{X: left - gap, Y: y + rowHeight*0.85, Text: short(l.Name), Anchor: End})
		shapes, height, without := s.lane(l, y+2)
		drawn, untold = append(drawn, shapes...), untold+without
		y += height + 4
	}
	p.Shapes = append(s.across("seconds", 0, y+2), drawn...)
	if untold > 0 {
		text := figure(float64(untold)) + " texts have no room here, and are in the table"
		p.Shapes = append(p.Shapes, Label{Y: y + 2 + lineHeight*1.9, Text: text, Size: small, Quiet: true})
	}
	p.Height = y + 2 + 2.4*lineHeight
	return p
}

// lane draws the spans of one, and says how high it became, and how many texts had no room.
func (s scale) lane(l Lane, top float64) (all []Shape, height float64, without int) {
	spans := slices.Clone(l.Spans)
	slices.SortStableFunc(spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	var rows []float64 // until where each is taken
	for _, span := range spans {
		from, has := s.place(span.From)
		to, also := s.place(span.To)
		if !has || !also {
			continue
		}
		text, x, anchor := s.beside(span, from, to)
		begins, ends := from, to
		if text != "" {
			begins, ends = min(from, x), max(to, x+extent(text, small)+3)
			if anchor == End {
				begins, ends = x-extent(text, small), to
			}
		}
		row, fits := rowFor(rows, begins)
		if !fits && text != "" {
			text = ""
			without++
		}
		if row == len(rows) {
			rows = append(rows, ends)
		}
		rows[row] = ends
		all = append(all, drawnSpan(span, from, to, top+float64(row)*rowHeight)...)
		if text != "" {
			all = append(all, Label{X: x, Y: top + float64(row)*rowHeight + rowHeight*0.7, Text: text, Size: small, Anchor: anchor})
		}
	}
	return all, max(1, float64(len(rows))) * rowHeight, without
}

// beside is where a span's text stands: in it if it has room there, to its right, or to its
// left at the end of the picture.
func (s scale) beside(span Span, from, to float64) (text string, x float64, anchor Anchor) {
	text = short(span.Text)
	room := extent(text, small)
	switch {
	case text == "":
		return "", 0, Start
	case room+6 <= to-from:
		return text, from + 3, Start
	case to+4+room <= s.end+gap:
		return text, to + 4, Start
	}
	return text, from - 4, End
}

// rowFor is the first row that is free, a new one, or if there are enough the one below them,
// where nothing has a text that others could lie on.
func rowFor(taken []float64, from float64) (row int, fits bool) {
	for i, until := range taken[:min(len(taken), mostRows)] {
		if until <= from {
			return i, true
		}
	}
	if len(taken) < mostRows {
		return len(taken), true
	}
	return mostRows, false
}

func drawnSpan(span Span, from, to, y float64) []Shape {
	tip := span.Text + ", " + when(span)
	if span.From == span.To {
		return []Shape{
			Box{X: from - 1.5, Y: y + 1, Width: 3, Height: rowHeight - 3, Fill: Fill{span.Tone, 1}, Tip: tip},
			Stroke{Points: []Point{{from, y}, {from, y + rowHeight - 1}}, Fill: Fill{span.Tone, 1}},
		}
	}
	box := Box{X: from, Y: y + 1, Width: max(1, to-from), Height: rowHeight - 3, Fill: Fill{span.Tone, 0.6}, Tip: tip}
	return []Shape{box, frame(box, Fill{span.Tone, 0.8})}
}

func when(s Span) string {
	if s.From == s.To {
		return "at " + seconds(s.From) + " s"
	}
	return seconds(s.From) + " to " + seconds(s.To) + " s"
}

// seconds has three digits behind the point: a simulated moment is exact.
func seconds(v float64) string { return figure(math.Round(v*1000) / 1000) }

func laneFacts(title string, lanes []Lane) Table {
	t := Table{Caption: title, Columns: []Column{{}, {Title: "From (s)", Right: true}, {Title: "To (s)", Right: true}, {Title: "What"}}}
	for _, l := range lanes {
		for _, s := range l.Spans {
			to := Cell{Text: seconds(s.To)}
			if s.From == s.To {
				to.Text = ""
			}
			t.Rows = append(t.Rows, []Cell{{Text: l.Name}, {Text: seconds(s.From)}, to, {s.Text, s.Tone}})
		}
	}
	return t
}
