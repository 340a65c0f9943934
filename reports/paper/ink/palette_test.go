package ink

import (
	"math"
	"testing"

	"pawl/reports/paper"
)

const (
	readable = 4.5 // of text, by WCAG 2.2, 1.4.3, level AA
	told     = 3.0 // of what is not text, by 1.4.11
)

// TestAllCanBeRead holds each pair of colours that a renderer lays on one another to level AA.
func TestAllCanBeRead(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light(), "dark": Dark()} {
		at := func(what string, a, b Colour, least float64) {
			if got := contrast(a, b); got < least {
				t.Errorf("%s: %s: %v on %v is %.2f, want %.1f", name, what, a, b, got, least)
			}
		}
		for ground, on := range map[string]Colour{"page": p.Page, "panel": p.Panel} {
			at("text on "+ground, p.Ink, on, readable)
			at("faint text on "+ground, p.Faint, on, readable)
			for _, tone := range Tones() {
				at(string(tone)+" text on "+ground, p.Text(tone), on, readable)
				at(string(tone)+" as a link on "+ground, p.Mark(tone), on, readable)
			}
		}
		for _, tone := range Tones() {
			at("text in a callout, "+string(tone), p.Ink, p.Ground(tone), readable)
			at("title of a callout, "+string(tone), p.Mark(tone), p.Ground(tone), readable)
			at("stroke, "+string(tone), p.Stroke(paper.Fill{Tone: tone, Strength: 1}), p.Page, told)
			for s := 0.0; s <= 1; s += 0.1 {
				at("label on a box, "+string(tone), p.Ink, p.Box(paper.Fill{Tone: tone, Strength: s}), readable)
			}
		}
		at("faint label on the faintest box", p.Faint, p.Box(paper.Fill{Tone: paper.Quiet}), readable)
	}
}

// TestTonesAreTold: a tone without a colour would be black on black.
func TestTonesAreTold(t *testing.T) {
	for _, p := range []Palette{Light(), Dark()} {
		seen := map[Colour]paper.Tone{}
		for _, tone := range Tones() {
			c := p.Mark(tone)
			if other, twice := seen[c]; twice || c == (Colour{}) {
				t.Errorf("%q is %v, as %q", tone, c, other)
			}
			seen[c] = tone
		}
	}
}

// TestContrast is by the values that everybody knows.
func TestContrast(t *testing.T) {
	for _, x := range []struct {
		a, b uint32
		want float64
	}{{0xffffff, 0x000000, 21}, {0xffffff, 0xffffff, 1}, {0xffffff, 0x767676, 4.54}} {
		if got := contrast(of(x.a), of(x.b)); math.Abs(got-x.want) > 0.01 {
			t.Errorf("%06x on %06x is %.2f, want %.2f", x.a, x.b, got, x.want)
		}
	}
}
