package ink

import (
	"fmt"
	"math"
)

// A Colour is one of a screen.
type Colour struct{ R, G, B uint8 }

// String is how CSS writes it.
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// of reads 0xrrggbb.
func of(rgb uint32) Colour { return Colour{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb)} }

// mix lays a share of one colour over another one.
func mix(under, over Colour, share float64) Colour {
	one := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*share)) }
	return Colour{one(under.R, over.R), one(under.G, over.G), one(under.B, over.B)}
}

// contrast is the ratio by which WCAG says whether one can be read on the other.
func contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
