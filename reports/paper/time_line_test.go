package paper

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestTimeLine(t *testing.T) {
	p := TimeLine("The failing run", "A worker stalls.", 30, []Lane{
		{"worker/1", []Span{{4, 14, "stalled", Doubt}, {6.5, 6.5, "lease lost", Plain}, {29.5, 29.5, "S4 violated", Bad}}},
		{"worker/2", []Span{{7, 13, "owner", Good}}},
	})
	fits(t, p)
	for _, want := range []string{"worker/1", "stalled", "lease lost", "S4 violated", "owner", "0", "30"} {
		if !slices.Contains(labels(p), want) {
			t.Errorf("%q is not drawn: %q", want, labels(p))
		}
	}
	if got := p.Facts.Rows[1]; got[1].Text != "6.5" || got[2].Text != "" {
		t.Errorf("a mark is a span in the facts: %v", got)
	}
}

// TestTextsOfALaneDoNotLieOnOneAnother holds for a lane that has too many for any picture.
func TestTextsOfALaneDoNotLieOnOneAnother(t *testing.T) {
	var spans []Span
	for i := range 60 {
		spans = append(spans, Span{float64(i) / 4, float64(i) / 4, fmt.Sprintf("event number %d", i), Plain})
	}
	p := TimeLine("Crowded", "", 30, []Lane{{"node/1", spans}})
	fits(t, p)
	until := map[float64]float64{}
	drawn := 0
	for _, s := range p.Shapes {
		l, is := s.(Label)
		if !is || !strings.HasPrefix(l.Text, "event") {
			continue
		}
		drawn++
		if l.X < until[l.Y] {
			t.Errorf("%q begins at %v, where another one ends at %v", l.Text, l.X, until[l.Y])
		}
		until[l.Y] = l.X + extent(l.Text, l.Size)
	}
	for _, b := range boxes(p) {
		for _, s := range p.Shapes {
			if l, is := s.(Label); is && strings.HasPrefix(l.Text, "event") && b.Y < l.Y && l.Y < b.Y+b.Height &&
				b.X+b.Width > l.X && b.X < l.X+extent(l.Text, l.Size) {
				t.Errorf("a mark at %v lies on %q", b.X, l.Text)
			}
		}
	}
	if want := fmt.Sprintf("%d texts have no room here, and are in the table", len(spans)-drawn); !slices.Contains(labels(p), want) {
		t.Errorf("nobody says %q: %q", want, labels(p))
	}
	if drawn < mostRows || len(p.Facts.Rows) != len(spans) {
		t.Errorf("%d texts drawn, %d facts of %d", drawn, len(p.Facts.Rows), len(spans))
	}
}
