package paper

import (
	"fmt"
	"math"
	"testing"
)

// fits wants every shape to lie in its picture, and no number that is none: a renderer would
// cut it off, or write what no reader understands.
func fits(t *testing.T, p Picture) {
	t.Helper()
	if p.Width <= 0 || p.Height <= 0 {
		t.Errorf("%s is %v × %v", p.Title, p.Width, p.Height)
	}
	in := func(what string, x, y float64) {
		if !(x >= -1 && x <= p.Width+1 && y >= -1 && y <= p.Height+1) {
			t.Errorf("%s: %s at %.1f, %.1f is outside %.1f × %.1f", p.Title, what, x, y, p.Width, p.Height)
		}
	}
	for _, s := range p.Shapes {
		switch s := s.(type) {
		case Box:
			in("a box", s.X, s.Y)
			in("a box's end", s.X+s.Width, s.Y+s.Height)
			if s.Width < 0 || s.Height < 0 {
				t.Errorf("%s: %+v is less than nothing", p.Title, s)
			}
		case Stroke:
			for _, at := range s.Points {
				in("a stroke", at.X, at.Y)
			}
		case Label:
			size := s.Size
			if size == 0 {
				size = ordinary
			}
			room := extent(s.Text, size)
			from, to := s.X, s.X+room
			switch s.Anchor {
			case Middle:
				from, to = s.X-room/2, s.X+room/2
			case End:
				from, to = s.X-room, s.X
			}
			if s.Steep {
				in(s.Text, s.X, s.Y-room)
				break
			}
			in(s.Text, from, s.Y)
			in(s.Text, to, s.Y)
		}
	}
	for i, r := range p.Facts.Rows {
		if len(r) != len(p.Facts.Columns) {
			t.Errorf("%s: row %d of its facts has %d cells for %d columns", p.Title, i, len(r), len(p.Facts.Columns))
		}
	}
}

// labels are the texts of a picture, in order.
func labels(p Picture) (all []string) {
	for _, s := range p.Shapes {
		if l, is := s.(Label); is {
			all = append(all, l.Text)
		}
	}
	return all
}

// TestPicturesOfNothing: what was not seen is drawn as that, not as a panic or NaN.
func TestPicturesOfNothing(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1e-300, 1e300}
	for _, log := range []bool{false, true} {
		fits(t, Bars("no bars", "", "", nil, log))
		fits(t, Curve("no lines", "", Axis{Log: log}, Axis{Log: log}, nil))
		for _, v := range odd {
			name := fmt.Sprintf("%v, log %v", v, log)
			fits(t, Bars(name, "", "s", []Bar{{Name: "a", Value: v}}, log))
			fits(t, Curve(name, "", Axis{"x", log}, Axis{"y", log}, []Line{{Name: "l", Points: []Point{{v, v}, {1, 2}}}}))
		}
	}
	fits(t, HeatMap("no cells", "", nil, nil))
	fits(t, HeatMap("no rows", "", []string{"a"}, nil))
	fits(t, HeatMap("no columns", "", nil, []HeatRow{{Name: "a", Cells: []HeatCell{{1, Reached}}}}))
	fits(t, TimeLine("no lanes", "", 0, nil))
	for _, v := range odd {
		fits(t, TimeLine(fmt.Sprint("time ", v), "", v, []Lane{{Name: "a", Spans: []Span{{v, v, "at", Bad}, {0, v, "until", Good}}}}))
	}
}
