package paper

import (
	"math"
	"slices"
	"testing"
)

func TestCurve(t *testing.T) {
	p := Curve("Bound", "It falls as 3/N.", Axis{"runs", true}, Axis{"upper bound", true}, []Line{
		{Name: "95 %", Points: []Point{{10, 0.3}, {100, 0.03}, {1000, 0.003}}, Tone: Good},
		{Name: "worst case", Points: []Point{{10, 0.3}, {1000, 0.004}, {0, 1}}, Dashed: true},
	})
	fits(t, p)
	for _, want := range []string{"10", "100", "1,000", "0.1", "95 %", "worst case", "runs, logarithmic"} {
		if !slices.Contains(labels(p), want) {
			t.Errorf("%q is not drawn: %q", want, labels(p))
		}
	}
	if len(p.Facts.Rows) != 6 {
		t.Errorf("what has no place in the drawing is not in the facts either: %v", p.Facts.Rows)
	}
	// Names that end near one another stand apart.
	var ends []float64
	for _, s := range p.Shapes {
		if l, is := s.(Label); is && (l.Text == "95 %" || l.Text == "worst case") {
			ends = append(ends, l.Y)
		}
	}
	if len(ends) != 2 || math.Abs(ends[0]-ends[1]) < small {
		t.Errorf("names lie on one another: %v", ends)
	}
}

// TestPowersAreEvenlyApart is what a logarithmic axis is for.
func TestPowersAreEvenlyApart(t *testing.T) {
	s := scaleOf([]float64{2, 1000}, true, 0, 300)
	if !slices.Equal(s.ticks(), []float64{1, 10, 100, 1000}) {
		t.Error(s.ticks())
	}
	if at, _ := s.place(10); math.Abs(at-100) > 1e-9 {
		t.Error(at)
	}
}

func TestTicksAreRound(t *testing.T) {
	if got := scaleOf([]float64{3, 27}, false, 0, 1).ticks(); !slices.Equal(got, []float64{0, 10, 20, 30}) {
		t.Error(got)
	}
}
