package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"pawl/reports/paper"
)

// A drawing is a picture as SVG.
type drawing struct {
	paper.Picture
	Drawn []drawn
}

// drawn is a shape as a template takes it: one of the fields is set.
type drawn struct {
	Box    *paper.Box
	Line   string // the points of a stroke
	Dashed bool
	Label  *paper.Label
	Class  string
}

func drawingOf(p paper.Picture) (*drawing, error) {
	d := &drawing{Picture: p}
	for _, s := range p.Shapes {
		switch s := s.(type) {
		case paper.Box:
			d.Drawn = append(d.Drawn, drawn{Box: &s, Class: boxClass(s.Fill)})
		case paper.Stroke:
			d.Drawn = append(d.Drawn, drawn{Line: points(s.Points), Dashed: s.Dashed, Class: strokeClass(s.Fill)})
		case paper.Label:
			d.Drawn = append(d.Drawn, drawn{Label: &s, Class: labelClass(s)})
		default:
			return nil, fmt.Errorf("picture %q: no template for a %T: add one to page.html", p.Title, s)
		}
	}
	return d, nil
}

func labelClass(l paper.Label) string {
	class := "l"
	if l.Quiet {
		class += " faint"
	}
	switch l.Anchor {
	case paper.Middle:
		class += " mid"
	case paper.End:
		class += " end"
	}
	return class
}

func points(all []paper.Point) string {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = number(p.X) + "," + number(p.Y)
	}
	return strings.Join(texts, " ")
}

// number is one as SVG has it: a hundredth of a unit is less than anybody sees.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// Most and Least are how wide the drawing may become: its texts as large as those around it,
// and never too small to be read, where it scrolls in a box of its own.
func (d drawing) Most() string { return number(d.Width * 1.6) }

// Least is said with Most.
func (d drawing) Least() string { return number(d.Width * 1.2) }

// Size is that of a label that says none.
func (d drawn) Size() string {
	if d.Label.Size == 0 {
		return "10"
	}
	return number(d.Label.Size)
}
