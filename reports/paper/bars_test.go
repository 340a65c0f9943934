package paper

import "testing"

// boxes are the lengths of a picture, in order.
func boxes(p Picture) (all []Box) {
	for _, s := range p.Shapes {
		if b, is := s.(Box); is {
			all = append(all, b)
		}
	}
	return all
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	p := Bars("Runs", "", "runs", []Bar{{Name: "a", Value: 100}, {Name: "b", Value: 25, Text: "25 of 100", Tone: Bad}}, false)
	fits(t, p)
	b := boxes(p)
	if ratio := b[0].Width / b[1].Width; ratio < 3.99 || ratio > 4.01 {
		t.Errorf("100 is %v times as long as 25", ratio)
	}
	if p.Facts.Rows[1][1] != (Cell{"25 of 100", Bad}) || p.Facts.Columns[1].Title != "runs" {
		t.Errorf("the facts say %v", p.Facts)
	}
}

func TestBarsOnALogarithmicScale(t *testing.T) {
	p := Bars("Time to detection", "", "runs", []Bar{{Name: "a", Value: 1}, {Name: "b", Value: 1000}, {Name: "never", Value: 0, Text: "not seen"}}, true)
	fits(t, p)
	b := boxes(p)
	if len(b) != 3 || b[2].Width > 1 {
		t.Errorf("zero has a bar on a logarithmic scale: %v", b)
	}
	if b[0].X != b[1].X {
		t.Errorf("bars do not begin together: %v", b)
	}
}

// TestBelowZero: a bar to the left is no bar to the right.
func TestBelowZero(t *testing.T) {
	p := Bars("Drift", "", "s", []Bar{{Name: "a", Value: -2}, {Name: "b", Value: 2}}, false)
	fits(t, p)
	if b := boxes(p); b[0].X >= b[1].X || b[0].X+b[0].Width != b[1].X {
		t.Errorf("%v", b)
	}
}
