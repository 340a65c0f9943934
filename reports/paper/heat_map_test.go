package paper

import (
	"slices"
	"testing"
)

func TestHeatMap(t *testing.T) {
	p := HeatMap("Faults by phase", "Two cells are empty.", []string{"staged", "draining"}, []HeatRow{
		{"crash", []HeatCell{{12345, Reached}, {0, Empty}}},
		{"a fault with a name that is far longer than a picture has room for", []HeatCell{{0, Unreachable}, {3, Reached}}},
	})
	fits(t, p)
	for _, want := range []string{"crash", "draining", "12k", "none", "·", "3"} {
		if !slices.Contains(labels(p), want) {
			t.Errorf("%q is not drawn: %q", want, labels(p))
		}
	}
	if got := p.Facts.Rows[0]; got[1].Text != "12,345" || got[2] != (Cell{"none", Doubt}) {
		t.Errorf("the facts say %v", got)
	}
	// An empty cell is the one with a frame, and that of the legend.
	frames := 0
	for _, s := range p.Shapes {
		if _, is := s.(Stroke); is {
			frames++
		}
	}
	if frames != 2 {
		t.Errorf("%d cells have a frame, of one empty one and the legend's", frames)
	}
}

func TestMoreIsStronger(t *testing.T) {
	if a, b, c := strengthOf(1, 10000), strengthOf(100, 10000), strengthOf(10000, 10000); a >= b || b >= c || c != 1 {
		t.Error(a, b, c)
	}
}

func TestBrief(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1k", 1234: "1.2k", 9999: "9.9k", 12345: "12k", 999999: "999k", 2500000: "2.5M", 3000000000: "3G"} {
		if got := brief(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
